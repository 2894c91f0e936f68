import HostRuntime
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import SandboxPooling
@testable import SandboxPoolingLifecycle

@Suite("Shutting a pool down")
struct PoolShutdownTests {
    @Test func itWaitsForWhatIsLentAndSendsTheOthersAway() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 2, idle: 1))
        let gate = Gate()
        let holders = [try await pool.hold(until: gate), try await pool.hold(until: gate)]
        let waiter = try await pool.enqueue(behind: 0) { try await pool.withSandbox { _ in } }
        let isOver = Gate()
        let shutdown = Task {
            await pool.shutdown()
            isOver.open()
        }
        try await expectError(.shuttingDown) { try await waiter.value }
        try await expectError(.shuttingDown) { try await pool.withSandbox { _ in } }
        #expect(!isOver.isOpen)
        #expect(pool.statistics.lent == 2)
        gate.open()
        for holder in holders { try await holder.value }
        await shutdown.value
        #expect(source.counts.alive == 0)
        #expect((pool.statistics.idle, pool.statistics.lent, pool.statistics.waiting) == (0, 0, 0))
    }

    @Test func onceDownItStaysDown() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 3, idle: 3))
        async let other: Void = pool.shutdown()
        await pool.shutdown()
        await other
        await pool.shutdown()
        #expect(source.counts.alive == 0)
        let error = try await expectError(.shuttingDown) { try await pool.withSandbox { _ in } }
        #expect(error.message.contains("tests"))
        #expect(pool.statistics.idle == 0)
    }

    /// What a body returns or throws is its caller's also then, and a sandbox that cannot be restored is closed too.
    @Test func aLastSandboxThatIsBroken() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 1))
        let (lent, gate) = (Gate(), Gate())
        let last = Task {
            try await pool.withSandbox { sandbox in
                lent.open()
                await gate.wait()
                return try await sandbox.call("increment") as Int32
            }
        }
        await lent.wait()
        let shutdown = Task { await pool.shutdown() }
        try await eventually { pool.isShuttingDown }
        source.set(\.isRestoringFailing)
        gate.open()
        #expect(try await last.value == 1)
        await shutdown.value
        #expect((source.counts.made, source.counts.closed) == (1, 1))
    }

    @Test func whileSandboxesCannotBeMade() async throws {
        let source = try TestSource()
        source.set(\.isMakingFailing)
        let pool = try SandboxPool(source: source, configuration: .test(size: 2, idle: 2))
        try await eventually { pool.statistics.failures >= 1 }
        await pool.shutdown()
        let attempts = source.counts.attempts
        try await expectError(.shuttingDown) { try await pool.withSandbox { _ in } }
        #expect(source.counts.attempts == attempts)
    }

    @Test func aServiceGroupShutsItDown() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 2, idle: 2))
        let borrower = Borrower(pool: pool)
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: pool), .init(service: borrower)], logger: .silent))
        let run = Task { try await group.run() }
        await borrower.lent.wait()
        await group.triggerGracefulShutdown()
        try await run.value
        #expect(source.counts.alive == 0)
        try await expectError(.shuttingDown) { try await pool.withSandbox { _ in } }
    }

    /// Borrows until the group tells it to stop, and once more then: the pool goes after it.
    private struct Borrower: Service {
        let pool: SandboxPool
        let lent = Gate()

        func run() async throws {
            try await pool.withSandbox { sandbox in
                lent.open()
                try await gracefulShutdown()
                #expect(try await sandbox.call("increment") == Int32(1))
            }
            #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1))
        }
    }

    @Test func aCancelledServiceShutsItDownToo() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 2, idle: 2))
        let service = Task { try await pool.run() }
        service.cancel()
        try await service.value
        #expect(source.counts.alive == 0)
    }
}

extension SandboxPool {
    fileprivate var isShuttingDown: Bool {
        state.withLock { $0.isShuttingDown }
    }
}
