internal import Dispatch
internal import Synchronization

/// Lets other threads end the call that a sandbox is running: that one, and no other.
///
/// A request counts from when it has changed the call's state, which it can only as long as that call runs. The end of the
/// call changes the same word, so that one of the two comes first; `docs/cancellation.md` goes through all windows. The state
/// alone decides. The interruption of the machine that follows only makes the sandbox look at it.
final class CallControl: Sendable {
    private let state = Atomic(CallState.initial.word)
    /// The machine to interrupt, or nil when the sandbox is closed. The lock is never taken by a synchronous call that nobody ends. Who
    /// has it keeps the machine, so that it is not interrupted when the call is over or when it belongs to another sandbox.
    private let target = Mutex(Target())
    private let timer = CallTimer()

    private struct Target {
        var machine: Interruptible?
        /// What to do besides when the running call is to end, while it waits outside of the machine.
        var whenStopped: (@Sendable () -> Void)?
    }

    private struct Interruptible: @unchecked Sendable {
        /// Of a machine, `interrupt()` is what other threads may use.
        let machine: any VirtualMachine
    }

    // MARK: For the thread that uses the sandbox

    /// From now on requests interrupt this machine; without one, there are none.
    func setMachine(_ machine: (any VirtualMachine)?) {
        target.withLock { $0.machine = machine.map(Interruptible.init) }
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

    /// The running call has other times from now on.
    func renew(deadline: Deadline?, processorTime: Duration?) {
        guard let times = CallTimes(deadline: deadline, processorTime: processorTime) else {
            return stopRunningCall(.deadlineExceeded)
        }
        timer.set(times) {
        } look: { [weak self] in
            self?.look()
        }
    }

    /// The running call is to end.
    func stopRunningCall(_ reason: StopReason) { _ = stop(reason) }

    /// Which call is running.
    var runningCall: RunningCall {
        RunningCall(control: self, number: CallState(word: state.load(ordering: .relaxed)).call)
    }

    /// Whether the running call is to end.
    var isStopRequested: Bool {
        if case .stopped = CallState(word: state.load(ordering: .acquiring)).phase { true } else { false }
    }

    /// Does something once the running call is to end, or at once if it is already. Some other thread may do it, also when
    /// ``forgetAction()`` has come a moment before.
    func whenStopped(_ action: @escaping @Sendable () -> Void) {
        let isLate = target.withLock { target in
            // A request changes the state while it has the lock: it finds the action, or this finds the request.
            let isLate = isStopRequested
            if !isLate { target.whenStopped = action }
            return isLate
        }
        if isLate { action() }
    }

    /// There is nothing more to do when the running call is to end.
    func forgetAction() {
        target.withLock { $0.whenStopped = nil }
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
        target.withLock { $0.machine?.machine.withdrawInterruption() }
    }

    // MARK: For any thread

    /// Ends the call that runs now.
    ///
    /// - Returns: Whether there was one. Then it ends for this or for another reason that came first.
    func stop(_ reason: StopReason) -> Bool {
        let current = CallState(word: state.load(ordering: .acquiring))
        return stop(reason, current) { $0() }
    }

    /// Ends the call of that number, unless it is over.
    func stop(_ reason: StopReason, call: UInt64) {
        let current = CallState(word: state.load(ordering: .acquiring))
        if current.call == call { _ = stop(reason, current) { $0() } }
    }

    /// Whether the call of that number is to end, or is over.
    func isStopped(call: UInt64) -> Bool {
        let current = CallState(word: state.load(ordering: .acquiring))
        return current.call != call || current.phase != .running
    }

    /// When the running call is to be over.
    var deadline: Deadline? { timer.deadline }

    /// Ends the call that was found, unless it is over.
    ///
    /// - Parameter perform: Does what is to be done besides: it may be whatever somebody wants done when a task is cancelled, so
    ///   no lock may be held then.
    private func stop(
        _ reason: StopReason, _ found: CallState, perform: (@escaping @Sendable () -> Void) -> Void
    ) -> Bool {
        switch found.phase {
        case .idle: return false
        case .running: break
        // Another request was quicker.
        case .stopped: return true
        }
        let (isStopped, action) = target.withLock { target -> (Bool, (@Sendable () -> Void)?) in
            let (isStopped, present) = state.compareExchange(
                expected: found.word, desired: found.stopped(reason).word, ordering: .sequentiallyConsistent)
            // Another request may have been quicker.
            guard isStopped else { return (CallState(word: present).isStopped(found), nil) }
            target.machine?.machine.interrupt()
            defer { target.whenStopped = nil }
            return (true, target.whenStopped)
        }
        if let action { perform(action) }
        return isStopped
    }

    /// Ends the call that runs now if its time is over; called by the timer.
    private func look() {
        timer.look { times in
            let current = CallState(word: state.load(ordering: .acquiring))
            guard current.phase == .running else { return nil }
            switch times.verdict(at: .now) {
            case .over(let reason):
                // All sandboxes have the timer's thread, and it has a lock.
                _ = stop(reason, current) { action in DispatchQueue.global().async(execute: action) }
                return nil
            case .lookAgain(let time): return time
            }
        }
    }
}
