import HostRuntime
import TestSupport
import Testing

@testable import SandboxPooling

/// Many callers that do all that callers do, at once.
@Suite("A pool in a storm")
struct PoolStormTests {
    private struct Failure: Error {}

    private enum Act: CaseIterable {
        case call, anotherCall, fail, trap, close, escape, cancel, suspend
    }

    private static let size = 4
    private static let tasks = 200
    private static let rounds = 20

    @Test func everySandboxIsAccountedFor() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: Self.size, idle: 2))
        try await withThrowingTaskGroup { group in
            for seed in 0..<Self.tasks {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    for _ in 0..<Self.rounds {
                        let act = Act.allCases.randomElement(using: &generator) ?? .call
                        try await Self.perform(act, on: pool)
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(source.counts.peak <= Self.size)
        let statistics = pool.statistics
        #expect((statistics.lent, statistics.waiting, statistics.failures, statistics.rejections) == (0, 0, 0, 0))
        #expect(statistics.hits + statistics.misses == Self.tasks * Self.rounds)
        // Nothing but what is idle is alive, once what goes on in the background has ended.
        try await eventually {
            let (idle, counts) = (pool.statistics.idle, source.counts)
            return idle >= 2 && idle == counts.alive && counts.closed == pool.statistics.replacements
        }
        #expect(pool.statistics.idle <= Self.size)
        await pool.shutdown()
        #expect(source.counts.alive == 0)
    }

    private static func perform(_ act: Act, on pool: SandboxPool) async throws {
        let task = Task { () throws -> Escaped? in
            try await pool.withSandbox { sandbox -> Escaped? in
                // Whatever the one before did, nothing of it is there.
                #expect(try await sandbox.call("increment") == Int32(1))
                switch act {
                case .call, .anotherCall: break
                case .fail: throw Failure()
                case .trap: try await sandbox.call("trapWithout", Int32(2))
                case .close: try sandbox.close()
                case .escape: return Escaped(sandbox)
                case .cancel, .suspend: await Task.yield()
                }
                return nil
            }
        }
        if act == .cancel { task.cancel() }
        do {
            _ = try await task.value
            #expect(act != .fail && act != .trap)
        } catch {
            switch error {
            case is Failure: #expect(act == .fail)
            case is CancellationError: #expect(act == .cancel)
            case let error as SandboxError: #expect(act == .trap && error.code == .aborted, "\(error)")
            default: Issue.record(error)
            }
        }
    }

    /// Keeps a reference for longer than it should be.
    private final class Escaped: @unchecked Sendable {
        private let sandbox: Sandbox
        init(_ sandbox: Sandbox) { self.sandbox = sandbox }
    }
}
