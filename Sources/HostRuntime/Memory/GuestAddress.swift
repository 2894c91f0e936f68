/// An address inside a sandbox. Guest-virtual and guest-physical addresses are equal.
struct GuestAddress: RawRepresentable, Hashable, Comparable, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }
    init(_ rawValue: UInt64) { self.rawValue = rawValue }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension GuestAddress: CustomStringConvertible {
    var description: String { "0x" + String(rawValue, radix: 16) }
}

/// A run of guest addresses whose end is known not to wrap.
struct GuestRange: Hashable, Sendable {
    let start: GuestAddress
    let count: UInt64

    /// Nil when `start + count` does not fit 64 bits.
    init?(start: UInt64, count: UInt64) {
        guard !start.addingReportingOverflow(count).overflow else { return nil }
        self.start = GuestAddress(start)
        self.count = count
    }

    /// Empty when `end` is not above `start`.
    init(from start: GuestAddress, to end: GuestAddress) {
        self.start = start
        count = end > start ? end.rawValue &- start.rawValue : 0
    }

    var end: GuestAddress { GuestAddress(start.rawValue &+ count) }

    func contains(_ address: GuestAddress) -> Bool { start <= address && address < end }

    func contains(_ other: GuestRange) -> Bool { start <= other.start && other.end <= end }
}

extension GuestRange: CustomStringConvertible {
    var description: String { "\(start)..<\(end)" }
}
