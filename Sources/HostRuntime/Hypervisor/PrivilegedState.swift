/// All of a vCPU that ring 0 alone can change, as far as the hypervisor shows it: what no act of a guest may change.
///
/// CR2 is left out, into which the processor writes the address of each page fault, and so are the bases of FS and GS, which
/// are ring 3's.
struct PrivilegedState: Equatable, Sendable {
    /// Without the ring, in which it says where the vCPU stands: a fault leaves it in ring 0.
    var system: SystemRegisters
    var cr8: UInt64
    var localAPICBase: UInt64
    var localDescriptorTable: SystemRegisters.Table
    var localDescriptorTableSelector: UInt16
    /// XCR0 and its like, by number.
    var extendedControlRegisters: [UInt32: UInt64]
    var breakpoints: [UInt64]
    /// DR6 without its bit BS, which the processor sets when it delivers a single step (Intel SDM volume 3B, section 18.2.3).
    var debugStatus: UInt64
    var debugControl: UInt64
    /// By number; those that the hypervisor does not know are absent.
    var modelSpecificRegisters: [UInt32: UInt64]
}
