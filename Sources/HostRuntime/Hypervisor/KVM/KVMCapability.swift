internal import CKVM

/// A part of KVM's interface that not every kernel has (Documentation/virt/kvm/api.rst, section 4.4).
struct KVMCapability: Sendable {
    let name: String
    private let number: CInt
    /// What must be set in KVM's answer. Without any bit, an answer above zero will do.
    private let bits: CInt
    /// What cannot be done without it.
    let absence: String

    static let required = [
        KVMCapability(
            name: "KVM_CAP_USER_MEMORY", number: KVM_CAP_USER_MEMORY, bits: 0,
            absence: "sandboxes cannot have memory"),
        KVMCapability(
            name: "KVM_CAP_IMMEDIATE_EXIT", number: KVM_CAP_IMMEDIATE_EXIT, bits: 0,
            absence: "a call cannot be ended from another thread"),
        // Each ioctl saved is 5 µs on a software-paged KVM.
        KVMCapability(
            name: "KVM_CAP_SYNC_REGS", number: KVM_CAP_SYNC_REGS, bits: CInt(KVM_SYNC_X86_REGS),
            absence: "registers cannot reach the vCPU through shared memory"),
    ]

    /// Its log of written pages can be read without protecting them.
    static let manualDirtyLog = KVMCapability(
        name: "KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2", number: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2,
        bits: CInt(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE),
        absence: "pages that a guest writes in every call are protected at each restore, and written more slowly")

    static let optional = [manualDirtyLog]

    func isProvided(by system: borrowing KVMDescriptor) throws(HypervisorError) -> Bool {
        let answer = try system.control(CKVM_CHECK_EXTENSION, UInt(number))
        return bits == 0 ? answer > 0 : answer & bits == bits
    }
}
