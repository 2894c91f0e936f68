import Synchronization
import TestSupport
import Testing

@testable import HostRuntime

@Suite("Clones: many threads")
struct CloneThreadTests {
    private struct Shared: @unchecked Sendable {
        let snapshot: Snapshot
        let expected: MemoryCopy
    }

    /// Each thread makes and drops clones, while the others run theirs: all begin with the same memory.
    @Test func threadsMakeAndDropClones() throws {
        let shared = try {
            let original = try Sandbox.test()
            try original.call("keepBlock", UInt32(0), UInt32(100_000), UInt32(5))
            return Shared(
                snapshot: try original.snapshot(), expected: try MemoryCopy(of: #require(original.resources)))
        }()
        let failures = Mutex<[String]>([])
        let threads = (0..<4).map { thread in
            OtherThread {
                var clones: [Sandbox] = []
                for round in 0..<15 {
                    do {
                        // At first, all of them want the file that does not exist yet.
                        let clone = try Sandbox.clone(of: shared.snapshot)
                        if let difference = shared.expected.difference(from: try #require(clone.resources)) {
                            failures.withLock { $0.append("round \(round): \(difference)") }
                        }
                        try clone.call("keepBlock", UInt32(0), UInt32(100_000), UInt32(thread))
                        clones.append(clone)
                        if clones.count > 3 { clones.removeFirst() }
                        for clone in clones {
                            let sum: UInt64 = try clone.call("keptSum")
                            if sum != UInt64(thread) * 100_000 { failures.withLock { $0.append("\(sum)") } }
                        }
                    } catch {
                        failures.withLock { $0.append("round \(round): \(error)") }
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }
}
