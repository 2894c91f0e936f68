internal import Dispatch
internal import Synchronization

/// Looks at a sandbox's running call when its time may be over.
///
/// Nearly all calls return long before. So the end of a call leaves the timer as it is, and a later call sets it only if it
/// would look too late: what the timer does when it looks is decided by what it finds then.
final class CallTimer: Sendable {
    private struct State {
        /// Of the running call, or of one before it.
        var times = CallTimes.unlimited
        /// When the timer will look.
        var nextLook = Deadline.never
        /// Made for the first call that needs it.
        var source: (any DispatchSourceTimer)?

        mutating func lookNext(at time: Deadline) {
            nextLook = time
            let now = Deadline.now
            // What is farther than a timer can be set is looked at before, for nothing.
            let rest = time > now ? min(Int(clamping: time.nanoseconds - now.nanoseconds), longestWait) : 0
            source?.schedule(deadline: .now() + .nanoseconds(rest), leeway: .nanoseconds(0))
        }
    }

    /// A day, in nanoseconds.
    private static let longestWait = 86_400_000_000_000

    private let state = Mutex(State())
    /// Whether there are times to forget.
    private let isSet = Atomic(false)

    /// One for all: to look takes a microsecond.
    private static let queue = DispatchQueue(label: "swiftlet.deadlines", qos: .userInteractive)

    /// Whether a call without times can begin without a word to the timer.
    @inline(__always)
    var isUnset: Bool { !isSet.load(ordering: .relaxed) }

    /// Of the running call.
    var deadline: Deadline? { isUnset ? nil : state.withLock { $0.times.finiteDeadline } }

    /// Takes the times of the call that `begin` begins.
    ///
    /// - Parameter look: Runs when a call's time may be over, on a thread of its own.
    func set(_ times: CallTimes, begin: () -> Void, look: @escaping @Sendable () -> Void) {
        isSet.store(!times.isUnlimited, ordering: .relaxed)
        state.withLock { state in
            state.times = times
            begin()
            guard times.firstLook < state.nextLook else { return }
            let source = state.source ?? Self.source(look)
            state.source = source
            state.lookNext(at: times.firstLook)
        }
    }

    private static func source(_ look: @escaping @Sendable () -> Void) -> any DispatchSourceTimer {
        let source = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
        source.setEventHandler(handler: look)
        source.schedule(deadline: .distantFuture)
        source.activate()
        return source
    }

    /// Looks at the running call, and sets the timer for the next time if there is one.
    ///
    /// - Parameter body: Takes the times of the running call, while no call with times, or after one, can begin.
    func look(_ body: (CallTimes) -> Deadline?) {
        state.withLock { state in
            state.nextLook = .never
            guard !state.times.isUnlimited, let next = body(state.times) else { return }
            state.lookNext(at: next)
        }
    }

    /// Nobody will look any more.
    func cancel() {
        state.withLock { state in
            state.source?.cancel()
            state.source = nil
        }
    }
}
