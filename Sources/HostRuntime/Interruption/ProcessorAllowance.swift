import Glibc

/// What is left of a call's share of the processor, which it uses up in turns, on one thread after the other.
final class ProcessorAllowance {
    /// Nil if there is no limit.
    private var rest: Duration?
    private let deadline: Deadline?
    /// What the thread's clock showed when the turn began, in nanoseconds.
    private var start: UInt64 = 0

    init(_ limit: Duration?, deadline: Deadline?) {
        rest = limit
        self.deadline = deadline
    }

    /// From now on the calling thread's time counts.
    func beginTurn(_ control: CallControl) {
        guard let rest else { return }
        start = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
        // The timer comes too late for turns that are short.
        guard rest > .zero else { return control.stopRunningCall(.processorTimeExceeded) }
        control.renew(deadline: deadline, processorTime: rest)
    }

    /// From now on no time counts.
    func endTurn(_ control: CallControl) {
        guard let rest else { return }
        let used = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) &- start
        self.rest = max(rest - .nanoseconds(Int64(clamping: used)), .zero)
        control.renew(deadline: deadline, processorTime: nil)
    }
}
