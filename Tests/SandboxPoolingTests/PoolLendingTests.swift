import GuestTestSupport
import HostRuntime
import Synchronization
import Testing

@testable import SandboxPooling

@Suite("Lending by a pool")
struct PoolLendingTests {
    @Test func aBorrowerGetsASandboxOfTheSnapshot() async throws {
        let pool = try SandboxPool(
            snapshot: TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions, configuration: .test(size: 1))
        for _ in 0..<5 {
            let count: Int32 = try await pool.withSandbox { sandbox in
                let _: Int32 = try sandbox.call("increment")
                return try sandbox.call("increment")
            }
            #expect(count == 2)
        }
        let statistics = pool.statistics
        #expect((statistics.misses, statistics.hits) == (1, 4))
        #expect((statistics.idle, statistics.lent, statistics.replacements) == (1, 0, 0))
        await pool.shutdown()
    }

    @Test func sandboxesAreMadeReadyInTheBackground() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 4, idle: 3))
        try await eventually { pool.statistics.idle == 3 }
        #expect((source.counts.made, pool.statistics.refills) == (3, 3))
        try await pool.withSandbox { sandbox in
            // One is out, so another is made ready; the pool has room for it.
            try await eventually { pool.statistics.idle == 3 }
            #expect(try await sandbox.call("increment") == Int32(1))
        }
        #expect((pool.statistics.hits, pool.statistics.misses) == (1, 0))
        #expect((pool.statistics.idle, source.counts.made) == (4, 4))
        await pool.shutdown()
    }

    @Test func thereAreNeverMoreThanTheMaximum() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 3, idle: 2))
        let occupancy = Occupancy()
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 {
                group.addTask {
                    try await pool.withSandbox { sandbox in
                        occupancy.enter()
                        let _: Int32 = try await sandbox.call("increment")
                        await Task.yield()
                        occupancy.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...3).contains(occupancy.most))
        #expect(source.counts.peak <= 3)
        await pool.shutdown()
    }

    /// How many bodies run at a time.
    private final class Occupancy: Sendable {
        private let state = Mutex((inside: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.inside += 1
                state.most = max(state.most, state.inside)
            }
        }

        func leave() { state.withLock { $0.inside -= 1 } }
    }

    @Test func theLastOneBackIsTheFirstOneOut() async throws {
        let pool = try SandboxPool(source: try TestSource(), configuration: .test(size: 2))
        let gate = Gate()
        let holder = try await pool.hold(until: gate)
        let last = try await pool.withSandbox { sandbox in
            gate.open()
            try await holder.value
            return ObjectIdentifier(sandbox)
        }
        #expect(pool.statistics.idle == 2)
        for _ in 0..<3 { #expect(try await pool.withSandbox { ObjectIdentifier($0) } == last) }
        await pool.shutdown()
    }

    @Test func theBodyRunsInItsCallersIsolation() async throws {
        let pool = try SandboxPool(source: try TestSource(), configuration: .test(size: 1))
        let tenant = Tenant()
        #expect(try await tenant.count(pool) == 2)
        await pool.shutdown()
    }

    private actor Tenant {
        private var calls = 0
        private let results = Results()

        private final class Results {
            var last: Int32 = 0
        }

        /// Neither what the body captures nor what it returns need be sendable.
        func count(_ pool: SandboxPool) async throws -> Int {
            for _ in 0..<2 {
                let made = try await pool.withSandbox { sandbox in
                    preconditionIsolated()
                    calls += 1
                    results.last = try sandbox.call("increment")
                    let fresh = Results()
                    fresh.last = results.last
                    return fresh
                }
                #expect((made.last, results.last) == (1, 1))
            }
            return calls
        }
    }

    @Test func sizesThatMakeNoSenseAreRefused() throws {
        let snapshot = try TestGuest.snapshot.get()
        let wrong: [(SandboxPool.Configuration, String)] = [
            (.test(size: 0), "maximumSize"), (.test(size: 2, idle: 3), "minimumIdle"),
            (.test(size: 2, idle: -1), "minimumIdle"), (.test(size: 2, waiters: -1), "maximumWaiters"),
            (.test(size: 2, timeout: .zero), "waitTimeout"),
        ]
        for (configuration, name) in wrong {
            let error = #expect(throws: SandboxPoolError.self) {
                _ = try SandboxPool(snapshot: snapshot, configuration: configuration)
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.hasPrefix(name) == true, "\(String(describing: error))")
        }
    }
}
