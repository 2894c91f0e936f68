/// An address inside a sandbox. Guest-virtual and guest-physical addresses are equal.
struct GuestAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The address, unchecked. `scripts/check-guest-numbers.py` lists the files that may use it.
    let rawBits: UInt64

    @inline(__always)
    init(rawBits: UInt64) { self.rawBits = rawBits }

    @inline(__always)
    init(_ number: GuestNumber) { rawBits = number.rawBits }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool { left.rawBits < right.rawBits }
}

extension GuestAddress {
    @inline(__always)
    var number: GuestNumber { GuestNumber(rawBits) }

    /// The address that is `count` bytes further, or nil if there is none.
    @inline(__always)
    func advanced(by count: GuestNumber) -> GuestAddress? { number.adding(count).map { GuestAddress($0) } }

    func isAligned(to alignment: Int) -> Bool { number.isMultiple(of: GuestNumber(alignment)) }

    /// The next multiple of `alignment`, a power of two, or nil if 64 bits do not hold it.
    func roundedUp(to alignment: Int) -> GuestAddress? { number.roundedUp(to: alignment).map { GuestAddress($0) } }
}

extension GuestAddress: CustomStringConvertible {
    var description: String { number.hexadecimal }
}
