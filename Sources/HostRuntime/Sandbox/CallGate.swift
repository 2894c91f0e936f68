import Glibc
import Synchronization

/// Lets one call at a time into a sandbox. No lock: whoever comes second is told so.
struct CallGate: ~Copyable, Sendable {
    /// The thread inside, that of a task with ``task``, ``task`` alone, or zero.
    private let owner = Atomic<UInt>(0)

    /// Marks a task, and stands for one that has no thread at the moment. No thread's handle has this bit: they are addresses
    /// (pthread_self(3)).
    private static let task: UInt = 1

    enum Refusal: Equatable {
        /// The caller is a host function of the running call.
        case reentrant
        case otherThread
        /// A task is inside, without a thread.
        case waitingTask
    }

    init() {}

    /// Nil when the caller is inside now and must leave by ``leave()``.
    @inline(__always)
    borrowing func enter() -> Refusal? { enter(Self.caller) }

    /// The same for a task, which may go on in any thread. The one that is its own it takes by ``passToThread()``.
    borrowing func enterAsTask() -> Refusal? { enter(Self.task) }

    @inline(__always)
    private borrowing func enter(_ newOwner: UInt) -> Refusal? {
        let (exchanged, original) = owner.compareExchange(expected: 0, desired: newOwner, ordering: .acquiring)
        guard !exchanged else { return nil }
        if original == Self.task { return .waitingTask }
        return original & ~Self.task == Self.caller ? .reentrant : .otherThread
    }

    @inline(__always)
    private static var caller: UInt { UInt(pthread_self()) }

    /// Whether a task is inside that does not go on in the calling thread.
    var isTaskElsewhere: Bool {
        let owner = owner.load(ordering: .relaxed)
        return owner & Self.task != 0 && owner & ~Self.task != Self.caller
    }

    /// The task that is inside goes on in the calling thread.
    borrowing func passToThread() {
        owner.store(Self.caller | Self.task, ordering: .relaxed)
    }

    /// The task that is inside leaves its thread.
    borrowing func passToTask() {
        owner.store(Self.task, ordering: .relaxed)
    }

    @inline(__always)
    borrowing func leave() {
        owner.store(0, ordering: .releasing)
    }
}
