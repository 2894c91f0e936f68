/// A run of guest addresses whose end is known not to wrap.
struct GuestRange: Hashable, Sendable, BitwiseCopyable {
    let start: GuestAddress
    /// In bytes.
    let count: GuestNumber

    /// Nil when `start + count` does not fit 64 bits.
    @inline(__always)
    init?(start: GuestAddress, count: GuestNumber) {
        guard start.advanced(by: count) != nil else { return nil }
        self.start = start
        self.count = count
    }

    /// Empty when `end` is not above `start`.
    @inline(__always)
    init(from start: GuestAddress, to end: GuestAddress) {
        self.start = start
        count = end.number.subtracting(start.number) ?? 0
    }

    @inline(__always)
    var end: GuestAddress { GuestAddress(start.number &+ count) }

    @inline(__always)
    var isEmpty: Bool { count == 0 }

    @inline(__always)
    func contains(_ address: GuestAddress) -> Bool { start <= address && address < end }

    @inline(__always)
    func contains(_ other: GuestRange) -> Bool { start <= other.start && other.end <= end }

    /// How far an address is from the start, or nil if it is not in the range.
    func offset(of address: GuestAddress) -> GuestNumber? {
        contains(address) ? address.number.subtracting(start.number) : nil
    }

    /// The part from `offset` on that is `count` bytes long, or nil if any of it lies outside of the range.
    @inline(__always)
    func part(at offset: GuestNumber, count: GuestNumber) -> GuestRange? {
        guard let start = start.advanced(by: offset), let part = GuestRange(start: start, count: count),
            contains(part)
        else { return nil }
        return part
    }
}

extension GuestRange: CustomStringConvertible {
    var description: String { "\(start)..<\(end)" }
}
