import Glibc

/// A moment by which something is to be over, by a clock that nobody sets and that stands still while the machine is suspended
/// (CLOCK_MONOTONIC).
///
/// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#deadline -->
/// ```swift
/// let reply: String = try sandbox.call("echoString", "World", deadline: .now + .seconds(10))
/// ```
///
/// It is not `ContinuousClock.Instant`, whose size is known only when the program runs: each call would pay for that,
/// also one without a deadline.
public struct Deadline: InstantProtocol {
    /// Since the machine started; the largest number stands for never.
    let nanoseconds: UInt64

    init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The present moment.
    public static var now: Deadline { Deadline(nanoseconds: HostTime.nanoseconds(of: CLOCK_MONOTONIC)) }

    /// The same moment by another clock, unless the machine is suspended before it.
    public init(_ instant: ContinuousClock.Instant) {
        self = .now + (instant - ContinuousClock.now)
    }

    /// A moment later, or with a negative duration earlier. Never before the machine's start, nor after 500 years.
    public func advanced(by duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (distance, isSumTooLarge) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !isTooLarge, !isSumTooLarge else { return Deadline(nanoseconds: seconds < 0 ? 0 : .max) }
        guard distance < 0 else {
            let (sum, overflow) = nanoseconds.addingReportingOverflow(distance.magnitude)
            return Deadline(nanoseconds: overflow ? .max : sum)
        }
        let (difference, underflow) = nanoseconds.subtractingReportingOverflow(distance.magnitude)
        return Deadline(nanoseconds: underflow ? 0 : difference)
    }

    /// The time from this moment to another one, negative if that one was before.
    public func duration(to other: Deadline) -> Duration {
        other < self
            ? .nanoseconds(-Int64(clamping: nanoseconds - other.nanoseconds))
            : .nanoseconds(Int64(clamping: other.nanoseconds - nanoseconds))
    }

    /// Compares the moments.
    public static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }

    /// A moment later; see ``advanced(by:)``.
    public static func + (deadline: Deadline, duration: Duration) -> Deadline { deadline.advanced(by: duration) }

    /// A moment earlier; see ``advanced(by:)``.
    public static func - (deadline: Deadline, duration: Duration) -> Deadline {
        deadline.advanced(by: .zero - duration)
    }

    /// The time between two moments; see ``duration(to:)``.
    public static func - (deadline: Deadline, other: Deadline) -> Duration { other.duration(to: deadline) }
}
