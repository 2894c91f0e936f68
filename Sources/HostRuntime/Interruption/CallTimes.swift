import Glibc

/// When a call is to end at the latest. Times are nanoseconds of CLOCK_MONOTONIC; the largest stands for never.
struct CallTimes: Equatable {
    private(set) var deadline = UInt64.max
    /// What ``processorClock`` shows when the call has had its share of the processor.
    private(set) var processorLimit = UInt64.max
    /// The clock of the thread that makes the call.
    private(set) var processorClock: clockid_t = 0
    /// Before that moment nothing can be over.
    private(set) var firstLook = UInt64.max

    static var unlimited: CallTimes { CallTimes() }

    private init() {}

    /// - Returns: Nil if the deadline has passed.
    init?(deadline: ContinuousClock.Instant?, processorTime: Duration?) {
        // In this order: what comes between the two makes the call end later, not earlier.
        let rest = deadline.map { ($0 - .now).clampedNanoseconds }
        let now = Self.now
        if let rest {
            guard rest > 0 else { return nil }
            self.deadline = now.addingClamped(rest)
        }
        firstLook = self.deadline
        guard let processorTime else { return }
        var clock: clockid_t = 0
        guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
        let share = processorTime.clampedNanoseconds
        processorClock = clock
        processorLimit = HostTime.nanoseconds(of: clock).addingClamped(share)
        // No thread has more of the processor than time goes by.
        firstLook = min(firstLook, now.addingClamped(share))
    }

    var isUnlimited: Bool { firstLook == .max }

    enum Verdict {
        case over(StopReason)
        /// Not over before then.
        case lookAgain(UInt64)
    }

    func verdict(at now: UInt64) -> Verdict {
        if deadline <= now { return .over(.deadlineExceeded) }
        guard processorLimit != .max else { return .lookAgain(deadline) }
        let used = HostTime.nanoseconds(of: processorClock)
        guard used < processorLimit else { return .over(.processorTimeExceeded) }
        // While the thread waits its clock stands still: not to look all the time.
        let rest = max(processorLimit - used, Self.shortestWait)
        return .lookAgain(min(deadline, now.addingClamped(rest)))
    }

    /// In nanoseconds.
    private static let shortestWait: UInt64 = 1_000_000

    static var now: UInt64 { HostTime.nanoseconds(of: CLOCK_MONOTONIC) }
}

extension Duration {
    /// Rounded up, and within what 64 bits hold.
    fileprivate var clampedNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, isTooLarge) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumTooLarge) = whole.addingReportingOverflow((UInt64(attoseconds) + 999_999_999) / 1_000_000_000)
        return isTooLarge || isSumTooLarge ? .max : sum
    }
}

extension UInt64 {
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
