/// The general registers of a sandbox's vCPU.
public struct ProcessorRegisters: Equatable, Sendable {
    /// The register RAX.
    public var rax: UInt64 = 0
    /// The register RBX.
    public var rbx: UInt64 = 0
    /// The register RCX.
    public var rcx: UInt64 = 0
    /// The register RDX.
    public var rdx: UInt64 = 0
    /// The register RSI.
    public var rsi: UInt64 = 0
    /// The register RDI.
    public var rdi: UInt64 = 0
    /// The register RSP.
    public var rsp: UInt64 = 0
    /// The register RBP.
    public var rbp: UInt64 = 0
    /// The register R8.
    public var r8: UInt64 = 0
    /// The register R9.
    public var r9: UInt64 = 0
    /// The register R10.
    public var r10: UInt64 = 0
    /// The register R11.
    public var r11: UInt64 = 0
    /// The register R12.
    public var r12: UInt64 = 0
    /// The register R13.
    public var r13: UInt64 = 0
    /// The register R14.
    public var r14: UInt64 = 0
    /// The register R15.
    public var r15: UInt64 = 0
    /// The register RIP.
    public var rip: UInt64 = 0
    /// The register RFLAGS.
    public var rflags: UInt64 = 0

    init() {}
}

extension ProcessorRegisters {
    // What a register means to a guest is the guest's word.
    var instructionAddress: GuestAddress { GuestAddress(rawBits: rip) }
    var stackAddress: GuestAddress { GuestAddress(rawBits: rsp) }
    var frameAddress: GuestAddress { GuestAddress(rawBits: rbp) }
    /// Where the SYSCALL is by which ring 3 was left: it leaves the address behind it in RCX (Intel SDM volume 2B).
    var systemCallAddress: GuestAddress { GuestAddress(rawBits: rcx &- 2) }
    /// The port of an IN or OUT that names none itself.
    var port: GuestNumber { GuestNumber(rdx) & 0xffff }

    /// Has the instruction pointer say where the SYSCALL is by which ring 3 was left.
    mutating func returnToSystemCall() { rip = systemCallAddress.rawBits }
}
