/// An amount of memory, in bytes.
public struct MemorySize: Hashable, Comparable, Sendable {
    /// The amount in bytes.
    public let bytes: UInt64

    init(bytes: UInt64) { self.bytes = bytes }

    private init(_ count: Int, unit: UInt64) {
        // Absurd amounts become the largest one, which every range check refuses.
        let (bytes, overflow) = UInt64(max(count, 0)).multipliedReportingOverflow(by: unit)
        self.bytes = overflow ? .max : bytes
    }

    init(_ range: GuestRange) { bytes = range.count.rawBits }

    /// Negative counts are zero.
    public static func bytes(_ count: Int) -> MemorySize { MemorySize(count, unit: 1) }
    /// Units of 1024 bytes; negative counts are zero.
    public static func kibibytes(_ count: Int) -> MemorySize { MemorySize(count, unit: 1 << 10) }
    /// Units of 1024 KiB; negative counts are zero.
    public static func mebibytes(_ count: Int) -> MemorySize { MemorySize(count, unit: 1 << 20) }
    /// Units of 1024 MiB; negative counts are zero.
    public static func gibibytes(_ count: Int) -> MemorySize { MemorySize(count, unit: 1 << 30) }

    /// Compares the amounts.
    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension MemorySize: CustomStringConvertible {
    /// The amount in its largest whole unit, such as `64 KiB`.
    public var description: String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift) \(unit)"
        }
        return "\(bytes) bytes"
    }
}
