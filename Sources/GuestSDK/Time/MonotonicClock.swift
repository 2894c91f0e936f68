internal import CProcessor
internal import Wire

/// A clock that never goes back, for measuring how long something takes.
///
/// It has the shape of the standard library's `ContinuousClock`, which guests do not have, and goes on like it while
/// nobody calls the guest, also while the host's machine is suspended. A restore does not set it back: code that was
/// brought back to an earlier state sees the time that it is now.
///
/// Reading it neither leaves the guest nor allocates.
public struct MonotonicClock: Sendable {
    /// A moment by the monotonic clock.
    public struct Instant: InstantProtocol, Sendable {
        /// The time since a moment before the sandbox was made, the same one for all sandboxes of a machine.
        public let sinceOrigin: Duration

        /// Makes an instant, for one that another sandbox of the machine or the host has told.
        public init(sinceOrigin: Duration) {
            self.sinceOrigin = sinceOrigin
        }

        /// This moment.
        public static var now: Instant {
            let nanoseconds = GuestRuntime.environment.pointee.clock.monotonic(at: swiftlet_time_stamp_counter())
            return Instant(sinceOrigin: Duration(wholeNanoseconds: nanoseconds))
        }

        /// The instant that is later by `duration`, or earlier by a negative one.
        public func advanced(by duration: Duration) -> Instant {
            Instant(sinceOrigin: sinceOrigin + duration)
        }

        /// The time from this instant to another, negative if that is earlier.
        public func duration(to other: Instant) -> Duration {
            other.sinceOrigin - sinceOrigin
        }

        /// Whether one instant is earlier than another.
        public static func < (left: Instant, right: Instant) -> Bool {
            left.sinceOrigin < right.sinceOrigin
        }

        // Embedded Swift does not have the standard library's operators for instants.

        /// The instant that is later by a duration.
        public static func + (instant: Instant, duration: Duration) -> Instant {
            instant.advanced(by: duration)
        }

        /// The instant that is earlier by a duration.
        public static func - (instant: Instant, duration: Duration) -> Instant {
            Instant(sinceOrigin: instant.sinceOrigin - duration)
        }

        /// The time from the right instant to the left one.
        public static func - (left: Instant, right: Instant) -> Duration {
            right.duration(to: left)
        }
    }

    /// Makes a clock. All of them are the same.
    public init() {}

    /// This moment.
    public static var now: Instant { .now }

    /// This moment.
    public var now: Instant { .now }

    /// The shortest time that two instants can differ by.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Runs a closure and tells how long that took.
    public func measure<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) -> Duration {
        let start = now
        try work()
        return start.duration(to: now)
    }
}

extension Duration {
    /// Every number of nanoseconds that the environment block can express.
    fileprivate init(wholeNanoseconds: UInt64) {
        let (seconds, rest) = wholeNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(secondsComponent: Int64(seconds), attosecondsComponent: Int64(rest) * 1_000_000_000)
    }
}
