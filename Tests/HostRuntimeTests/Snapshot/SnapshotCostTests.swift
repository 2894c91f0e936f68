import Synchronization
import Testing

@testable import HostRuntime

/// What a guest cannot make dear: pages that neither it nor the host wrote.
@Suite("Pages that snapshots and restores have to do with")
struct SnapshotCostTests {
    @Test func failedCallsMarkWhatTheyWrote() throws {
        let sandbox = try Sandbox.test(configuration: .init(inputSize: .mebibytes(16), logger: .silent))
        _ = try sandbox.call("catchHostError", "x") as String
        _ = try sandbox.snapshot()
        _ = try sandbox.call("catchHostError", "x") as String
        #expect(try sandbox.snapshot().copiedPages < 16, "a host function that threw wrote an error, no more")
        let large = [UInt8](repeating: 1, count: 20 << 20)
        try expectError(.argumentsTooLarge) { try sandbox.call("bytesThroughHost", large) as [UInt8] }
        #expect(try sandbox.snapshot().copiedPages < 16, "nothing of the argument fitted")
    }

    /// The state of a call that is followed by a restore is never there for another thread to see.
    @Test func nobodyIsLetInBetweenACallAndItsRestore() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        let shared = Shared(sandbox)
        let other = OtherThread {
            for _ in 0..<2000 {
                guard let value = try? shared.sandbox.call("counterValue") as Int32 else { continue }
                if value != 0 { shared.seen.store(value, ordering: .relaxed) }
            }
        }
        var calls = 0
        for _ in 0..<2000 {
            do {
                #expect(try sandbox.call("increment", thenRestoringTo: clean) == Int32(1))
                calls += 1
            } catch {
                #expect(error.code == .busy)
            }
        }
        other.join()
        #expect(shared.seen.load(ordering: .relaxed) == 0)
        #expect(try sandbox.call("counterValue") == Int32(0))
        #expect(sandbox.statistics.restores == UInt64(calls))
    }

    /// The misuse that the sandbox's gate is there for.
    private final class Shared: @unchecked Sendable {
        let sandbox: Sandbox
        let seen = Atomic<Int32>(0)

        init(_ sandbox: Sandbox) { self.sandbox = sandbox }
    }
}
