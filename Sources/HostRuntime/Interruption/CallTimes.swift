import Glibc

/// When a call is to end at the latest. ``Deadline/never`` stands for what is without a limit.
struct CallTimes: Equatable {
    private var deadline = Deadline.never
    /// What ``processorClock`` shows, in nanoseconds, when the call has had its share of the processor.
    private var processorLimit = UInt64.max
    /// The clock of the thread that makes the call.
    private var processorClock: clockid_t = 0
    /// Before that moment nothing can be over.
    private(set) var firstLook = Deadline.never

    static var unlimited: CallTimes { CallTimes() }

    private init() {}

    /// - Returns: Nil if the deadline has passed.
    init?(deadline: Deadline?, processorTime: Duration?) {
        let now = Deadline.now
        if let deadline {
            guard deadline > now else { return nil }
            self.deadline = deadline
        }
        firstLook = self.deadline
        guard let processorTime else { return }
        var clock: clockid_t = 0
        guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
        processorClock = clock
        processorLimit = (Deadline(nanoseconds: HostTime.nanoseconds(of: clock)) + processorTime).nanoseconds
        // No thread has more of the processor than time goes by.
        firstLook = min(firstLook, now + processorTime)
    }

    var isUnlimited: Bool { firstLook == .never }

    var finiteDeadline: Deadline? { deadline == .never ? nil : deadline }

    enum Verdict {
        case over(StopReason)
        /// Not over before then.
        case lookAgain(Deadline)
    }

    func verdict(at now: Deadline) -> Verdict {
        if deadline <= now { return .over(.deadlineExceeded) }
        guard processorLimit != .max else { return .lookAgain(deadline) }
        let used = HostTime.nanoseconds(of: processorClock)
        guard used < processorLimit else { return .over(.processorTimeExceeded) }
        // While the thread waits its clock stands still: not to look all the time.
        let rest = max(.nanoseconds(Int64(clamping: processorLimit - used)), Self.shortestWait)
        return .lookAgain(min(deadline, now + rest))
    }

    private static let shortestWait = Duration.milliseconds(1)
}

extension Deadline {
    static var never: Deadline { Deadline(nanoseconds: .max) }
}
