/// All of a vCPU that ring 0 alone can change, as far as the hypervisor shows it: what no act of a guest may change.
///
/// CR2 is left out, into which the processor writes the address of each page fault, and so are the bases of FS and GS, which
/// are ring 3's.
struct PrivilegedState: Equatable, Sendable {
    var cr0: UInt64
    var cr3: UInt64
    var cr4: UInt64
    var cr8: UInt64
    var efer: UInt64
    var localAPICBase: UInt64
    var globalDescriptorTable: SystemRegisters.Table
    var interruptDescriptorTable: SystemRegisters.Table
    var taskStateSegment: SystemRegisters.Table
    var taskStateSelector: UInt16
    var localDescriptorTable: SystemRegisters.Table
    var localDescriptorTableSelector: UInt16
    var breakpoints: [UInt64]
    /// DR6 without its bit BS, which the processor sets when it delivers a single step (Intel SDM volume 3B, section 18.2.3).
    var debugStatus: UInt64
    var debugControl: UInt64
    /// By number; those that the hypervisor does not know are absent.
    var modelSpecificRegisters: [UInt32: UInt64]
}
