import Glibc
import Synchronization

/// Lets one call at a time into a sandbox. No lock: whoever comes second is told so.
struct CallGate: ~Copyable, Sendable {
    /// The thread inside, or zero.
    private let owner = Atomic<UInt>(0)

    enum Refusal: Equatable {
        /// The caller is a host function of the running call.
        case reentrant
        case otherThread
    }

    init() {}

    /// Nil when the caller is inside now and must leave by ``leave()``.
    @inline(__always)
    borrowing func enter() -> Refusal? {
        let caller = UInt(pthread_self())
        let (exchanged, original) = owner.compareExchange(expected: 0, desired: caller, ordering: .acquiring)
        guard !exchanged else { return nil }
        return original == caller ? .reentrant : .otherThread
    }

    @inline(__always)
    borrowing func leave() {
        owner.store(0, ordering: .releasing)
    }
}
