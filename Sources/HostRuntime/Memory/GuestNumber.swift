/// A number that a guest or its image says: an offset, a size, a count, an index, a counter, or whatever else.
///
/// It may be anything, so whatever can be done with it works for all numbers: it can be compared, and what does not fit is
/// nil. To index or to count by it the host needs an `Int`, which ``bounded(by:)`` and ``index(below:)`` give: both ask for
/// a limit. Numbers of the host's own become one to be compared to it.
struct GuestNumber: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The number, unchecked. `scripts/check-guest-numbers.py` lists the files that may use it.
    let rawBits: UInt64

    /// A negative number is taken as its two's complement.
    @inline(__always)
    init(_ number: some FixedWidthInteger) { rawBits = UInt64(truncatingIfNeeded: number) }

    @inline(__always)
    static var zero: GuestNumber { 0 }
    @inline(__always)
    static var allOnes: GuestNumber { GuestNumber(UInt64.max) }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool { left.rawBits < right.rawBits }
}

extension GuestNumber: ExpressibleByIntegerLiteral {
    @inline(__always)
    init(integerLiteral number: UInt64) { rawBits = number }
}

extension GuestNumber: CustomStringConvertible {
    var description: String { String(rawBits) }

    /// With `0x` in front.
    var hexadecimal: String { "0x" + String(rawBits, radix: 16) }
}

// MARK: To the host's numbers

extension GuestNumber {
    /// The number if it is at most `limit`, which is not negative.
    @inline(__always)
    func bounded(by limit: Int) -> Int? {
        guard let number = Int(exactly: rawBits), number <= limit else { return nil }
        return number
    }

    /// The number if it is below `count`.
    @inline(__always)
    func index(below count: Int) -> Int? {
        guard let number = Int(exactly: rawBits), number < count else { return nil }
        return number
    }

    /// The nearest number from `low` to `high`, which is not less than `low`.
    @inline(__always)
    func clamped(from low: UInt64, to high: UInt64) -> UInt64 { min(max(rawBits, low), high) }

    /// What the number stands for, or nil if it stands for nothing.
    @inline(__always)
    func decoded<Code: RawRepresentable>(as type: Code.Type) -> Code? where Code.RawValue: FixedWidthInteger {
        Code.RawValue(exactly: rawBits).flatMap(Code.init)
    }
}

// MARK: Arithmetic

extension GuestNumber {
    /// The sum, or nil if 64 bits do not hold it.
    @inline(__always)
    func adding(_ other: Self) -> Self? {
        let (sum, overflow) = rawBits.addingReportingOverflow(other.rawBits)
        return overflow ? nil : Self(sum)
    }

    /// The difference, or nil if it is negative.
    @inline(__always)
    func subtracting(_ other: Self) -> Self? {
        let (difference, overflow) = rawBits.subtractingReportingOverflow(other.rawBits)
        return overflow ? nil : Self(difference)
    }

    /// The product, or nil if 64 bits do not hold it.
    @inline(__always)
    func multiplied(by other: Self) -> Self? {
        let (product, overflow) = rawBits.multipliedReportingOverflow(by: other.rawBits)
        return overflow ? nil : Self(product)
    }

    /// The next multiple of `alignment`, a power of two, or nil if 64 bits do not hold it.
    func roundedUp(to alignment: Int) -> Self? { rawBits.roundedUp(to: alignment).map { Self($0) } }

    /// By zero, zero alone can be divided.
    @inline(__always)
    func isMultiple(of other: Self) -> Bool { rawBits.isMultiple(of: other.rawBits) }

    /// The lower 64 bits of the sum, as for numbers with a sign.
    @inline(__always)
    static func &+ (left: Self, right: Self) -> Self { Self(left.rawBits &+ right.rawBits) }

    /// The lower 64 bits of the difference, as for numbers with a sign.
    @inline(__always)
    static func &- (left: Self, right: Self) -> Self { Self(left.rawBits &- right.rawBits) }
}

// MARK: Bits

extension GuestNumber {
    @inline(__always)
    static func & (left: Self, right: Self) -> Self { Self(left.rawBits & right.rawBits) }

    @inline(__always)
    static func | (left: Self, right: Self) -> Self { Self(left.rawBits | right.rawBits) }

    /// By 64 and more, nothing is left.
    @inline(__always)
    static func << (number: Self, count: Int) -> Self { Self(number.rawBits << count) }

    /// By 64 and more, nothing is left.
    @inline(__always)
    static func >> (number: Self, count: Int) -> Self { Self(number.rawBits >> count) }
}
