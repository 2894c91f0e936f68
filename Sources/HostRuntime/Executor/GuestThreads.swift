internal import CKVM
internal import Dispatch
import Glibc
internal import Synchronization

/// Threads that run what they are given, started as they are needed.
///
/// They block signals, which applications want on threads of their own, but for those that a thread's own doing or a
/// profiler causes. The signal that takes a thread out of its guest is let through by the thread's first call.
final class GuestThreads: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var line = PriorityLine<Job>()
        var started = 0
        /// How many have nothing to do and have not been told otherwise.
        var idle = 0
        var isOver = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let wakeup = DispatchSemaphore(value: 0)

    init(limit: Int) { self.limit = limit }

    /// How many threads there are.
    var count: Int { state.withLock { $0.started } }

    private enum Consequence {
        case wake, start, none
    }

    func enqueue(priority: UInt8, _ job: @escaping Job) {
        let consequence: Consequence = state.withLock { state in
            _ = state.line.append(job, priority: priority)
            if state.idle > 0 {
                state.idle -= 1
                return .wake
            }
            guard state.started < limit else { return .none }
            state.started += 1
            return .start
        }
        switch consequence {
        case .wake: wakeup.signal()
        case .start: if !startThread() { giveUpThread() }
        case .none: break
        }
    }

    /// The threads end when there is nothing left to do.
    func end() {
        let idle = state.withLock { state in
            defer { state.idle = 0 }
            state.isOver = true
            return state.idle
        }
        for _ in 0..<idle { wakeup.signal() }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let result = Self.withSignalsBlocked {
            pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    let threads = Unmanaged<GuestThreads>.fromOpaque(context).takeRetainedValue()
                    ckvm_name_thread("swiftlet-guest")
                    threads.work()
                    return nil
                }, context.toOpaque())
        }
        guard result == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// A new thread inherits the mask (pthread_create(3)).
    private static func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
        var mask = sigset_t()
        sigfillset(&mask)
        for signal in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS, SIGPROF] { sigdelset(&mask, signal) }
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, &mask, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    /// The kernel refuses another thread. The others do the work; without any, a thread of Dispatch's does.
    private func giveUpThread() {
        let (isAlone, isAnyIdle) = state.withLock { state in
            state.started -= 1
            let isAnyIdle = state.idle > 0
            if isAnyIdle { state.idle -= 1 }
            return (state.started == 0, isAnyIdle)
        }
        if isAnyIdle { wakeup.signal() }
        guard isAlone else { return }
        DispatchQueue.global().async {
            while case .job(let job) = self.next(isLeaving: true) { job() }
        }
    }

    private enum Task {
        case job(Job)
        case wait
        case leave
    }

    private func work() {
        while true {
            switch next(isLeaving: false) {
            case .job(let job): job()
            case .wait: wakeup.wait()
            case .leave: return
            }
        }
    }

    /// - Parameter isLeaving: Whether the thread goes when there is nothing to do.
    private func next(isLeaving: Bool) -> Task {
        state.withLock { state in
            if let job = state.line.popFirst() { return .job(job) }
            if isLeaving { return .leave }
            if state.isOver {
                state.started -= 1
                return .leave
            }
            state.idle += 1
            return .wait
        }
    }
}
