import Glibc
import Synchronization
import Testing

/// Something that one thread sets and another waits for.
final class Mark: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }

    /// Not for ever: what was to set it may have failed.
    func wait(sourceLocation: SourceLocation = #_sourceLocation) {
        let deadline = ContinuousClock.now + .seconds(120)
        while !isSet {
            guard ContinuousClock.now < deadline else {
                Issue.record("nobody has set the mark", sourceLocation: sourceLocation)
                return
            }
            sched_yield()
        }
    }

    /// Takes a while, in proportion to the number.
    static func pause(_ steps: Int) {
        let counter = Atomic(0)
        for _ in 0..<steps { counter.wrappingAdd(1, ordering: .relaxed) }
    }
}
