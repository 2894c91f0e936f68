/// An entry of the IDT: a 64-bit interrupt gate (Intel SDM volume 3A, section 6.14.1).
struct InterruptGate: Equatable, Sendable {
    var handler: UInt64
    var selector: SegmentSelector
    /// Which of the TSS's interrupt stacks is switched to, 1 to 7.
    var interruptStack: UInt8
    /// The least privileged ring that may enter by an INT instruction.
    var privilege: PrivilegeLevel

    private static let present: UInt64 = 1 << 47
    private static let interruptGateType: UInt64 = 0xe << 40

    init(handler: UInt64, selector: SegmentSelector, interruptStack: UInt8, privilege: PrivilegeLevel) {
        self.handler = handler
        self.selector = selector
        self.interruptStack = interruptStack
        self.privilege = privilege
    }

    var encoded: (UInt64, UInt64) {
        let low =
            handler & 0xffff | UInt64(selector.rawValue) << 16 | UInt64(interruptStack & 7) << 32
            | Self.interruptGateType | UInt64(privilege.rawValue) << 45 | Self.present
            | (handler >> 16 & 0xffff) << 48
        return (low, handler >> 32)
    }

    /// Nil when the words are not a present 64-bit interrupt gate for one of the two rings in use.
    init?(decoding words: (UInt64, UInt64)) {
        let (low, high) = words
        guard let privilege = PrivilegeLevel(rawValue: UInt8(low >> 45 & 3)) else { return nil }
        self.init(
            handler: low & 0xffff | (low >> 48) << 16 | high << 32,
            selector: SegmentSelector(rawValue: UInt16(truncatingIfNeeded: low >> 16)),
            interruptStack: UInt8(low >> 32 & 7), privilege: privilege)
        guard encoded == words else { return nil }
    }
}
