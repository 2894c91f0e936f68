internal import Synchronization

/// Lets other threads end the call that a sandbox is running: that one, and no other.
///
/// A request counts from when it has changed the call's state, which it can only as long as that call runs. The end of the
/// call changes the same word, so that one of the two comes first; `docs/cancellation.md` goes through all windows. The state
/// alone decides. The interruption of the machine that follows only makes the sandbox look at it.
final class CallControl: Sendable {
    private let state = Atomic(CallState.initial.word)
    /// The machine to interrupt, or nil when the sandbox is closed. The lock is never taken by a call that nobody ends. Who
    /// has it keeps the machine, so that it is not interrupted when the call is over or when it belongs to another sandbox.
    private let machine = Mutex<Interruptible?>(nil)
    private let timer = CallTimer()

    private struct Interruptible: @unchecked Sendable {
        /// Of a machine, `interrupt()` is what other threads may use.
        let machine: any VirtualMachine
    }

    // MARK: For the thread that uses the sandbox

    /// From now on requests interrupt this machine; without one, there are none.
    func setMachine(_ machine: (any VirtualMachine)?) {
        self.machine.withLock { $0 = machine.map(Interruptible.init) }
        if machine == nil { timer.cancel() }
    }

    /// Whether no call before has left times to the timer.
    @inline(__always)
    var hasNoTimes: Bool { timer.isUnset }

    /// A call without times begins, where ``hasNoTimes``. Requests count from now on.
    @inline(__always)
    func begin() {
        state.store(CallState(word: state.load(ordering: .relaxed)).begun.word, ordering: .releasing)
    }

    /// A call with these times begins. Requests count from now on.
    func begin(_ times: CallTimes) {
        timer.set(times) {
            begin()
        } look: { [weak self] in
            self?.look()
        }
    }

    /// Whether the running call is to end.
    var isStopRequested: Bool {
        if case .stopped = CallState(word: state.load(ordering: .acquiring)).phase { true } else { false }
    }

    /// The running call is over. From now on requests do not count.
    ///
    /// - Returns: Why it was to end, if a request came first.
    @inline(__always)
    func end() -> StopReason? {
        let ended = CallState(word: state.load(ordering: .relaxed)).ended
        let last = CallState(word: state.exchange(ended.word, ordering: .acquiringAndReleasing))
        guard case .stopped(let reason) = last.phase else { return nil }
        withdraw()
        return reason
    }

    /// Whoever made the request may be still about to interrupt the machine: no later run is to be the one that ends.
    @inline(never)
    private func withdraw() {
        machine.withLock { $0?.machine.withdrawInterruption() }
    }

    // MARK: For any thread

    /// Ends the call that runs now.
    ///
    /// - Returns: Whether there was one. Then it ends for this or for another reason that came first.
    func stop(_ reason: StopReason) -> Bool {
        let current = CallState(word: state.load(ordering: .acquiring))
        switch current.phase {
        case .idle: return false
        case .running: return stop(reason, current)
        // Another request was quicker.
        case .stopped: return true
        }
    }

    /// Ends the call that was found running, unless it is over.
    private func stop(_ reason: StopReason, _ found: CallState) -> Bool {
        machine.withLock { target in
            let (isStopped, present) = state.compareExchange(
                expected: found.word, desired: found.stopped(reason).word, ordering: .sequentiallyConsistent)
            // Another request may have been quicker.
            guard isStopped else { return CallState(word: present).isStopped(found) }
            target?.machine.interrupt()
            return true
        }
    }

    /// Ends the call that runs now if its time is over; called by the timer.
    private func look() {
        timer.look { times in
            let current = CallState(word: state.load(ordering: .acquiring))
            guard current.phase == .running else { return nil }
            switch times.verdict(at: .now) {
            case .over(let reason):
                _ = stop(reason, current)
                return nil
            case .lookAgain(let time): return time
            }
        }
    }
}
