import Glibc
import Synchronization

/// Something that one thread sets and another waits for.
final class Mark: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }

    func wait() {
        while !isSet { sched_yield() }
    }

    /// Takes a while, in proportion to the number.
    static func pause(_ steps: Int) {
        let counter = Atomic(0)
        for _ in 0..<steps { counter.wrappingAdd(1, ordering: .relaxed) }
    }
}
