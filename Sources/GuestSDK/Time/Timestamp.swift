/// A date and a time of day, between the beginning of 1970 and July 2554.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01 00:00 UTC. As everywhere in computing, leap seconds do not count.
    public let nanosecondsSince1970: UInt64

    /// Makes a timestamp from the nanoseconds since 1970-01-01 00:00 UTC.
    public init(nanosecondsSince1970: UInt64) {
        self.nanosecondsSince1970 = nanosecondsSince1970
    }

    /// Whole seconds since 1970-01-01 00:00 UTC.
    public var seconds: Int64 { Int64(nanosecondsSince1970 / Self.nanosecondsPerSecond) }

    /// Nanoseconds since the beginning of the second.
    public var nanoseconds: Int { Int(nanosecondsSince1970 % Self.nanosecondsPerSecond) }

    /// The time from this timestamp to another, negative if that is earlier.
    public func duration(to other: Timestamp) -> Duration {
        Duration(
            secondsComponent: other.seconds - seconds,
            attosecondsComponent: Int64(other.nanoseconds - nanoseconds) * 1_000_000_000)
    }

    /// Whether one timestamp is earlier than another.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanosecondsSince1970 < right.nanosecondsSince1970
    }

    private static let nanosecondsPerSecond: UInt64 = 1_000_000_000
}
