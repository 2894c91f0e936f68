import HostRuntime
import Synchronization
import Testing

@testable import SandboxPooling

@Suite("Waiting for a pool")
struct PoolWaitingTests {
    private func pool(waiters: Int = 1000, timeout: Duration? = nil) throws -> SandboxPool {
        try SandboxPool(source: try TestSource(), configuration: .test(size: 1, waiters: waiters, timeout: timeout))
    }

    /// Who got a sandbox, in order.
    private final class Turns: Sendable {
        private let names = Mutex<[Int]>([])
        var all: [Int] { names.withLock { $0 } }
        func add(_ name: Int) { names.withLock { $0.append(name) } }
    }

    private func expectQuiet(_ pool: SandboxPool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(pool.statistics.lent == 0, sourceLocation: sourceLocation)
        #expect(pool.statistics.waiting == 0, sourceLocation: sourceLocation)
        // The one sandbox is neither lost nor there twice.
        #expect(pool.statistics.idle == 1, sourceLocation: sourceLocation)
        #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1), sourceLocation: sourceLocation)
        await pool.shutdown()
    }

    @Test func firstComeFirstServed() async throws {
        let (pool, turns, gate) = (try pool(), Turns(), Gate())
        let holder = try await pool.hold(until: gate)
        var tasks: [Task<Void, any Error>] = []
        for name in 0..<20 {
            tasks.append(
                try await pool.enqueue(behind: name) { try await pool.withSandbox { _ in turns.add(name) } })
        }
        gate.open()
        try await holder.value
        for task in tasks { try await task.value }
        #expect(turns.all == Array(0..<20))
        #expect((pool.statistics.waits, pool.statistics.misses) == (20, 21))
        try await expectQuiet(pool)
    }

    /// A sandbox goes to whoever is in line, not to whoever asks next.
    @Test func nobodyOvertakes() async throws {
        let (pool, turns, lent) = (try pool(), Turns(), Gate())
        let gate = Gate()
        let greedy = Task {
            try await pool.withSandbox { _ in
                lent.open()
                await gate.wait()
            }
            for _ in 0..<3 { try await pool.withSandbox { _ in turns.add(0) } }
        }
        await lent.wait()
        let second = try await pool.enqueue(behind: 0) { try await pool.withSandbox { _ in turns.add(1) } }
        gate.open()
        try await second.value
        try await greedy.value
        #expect(turns.all == [1, 0, 0, 0])
        try await expectQuiet(pool)
    }

    @Test func theLineHasALimit() async throws {
        let (pool, gate) = (try pool(waiters: 2), Gate())
        let holder = try await pool.hold(until: gate)
        let first = try await pool.enqueue(behind: 0) { try await pool.withSandbox { _ in } }
        let second = try await pool.enqueue(behind: 1) { try await pool.withSandbox { _ in } }
        let error = try await expectError(.tooManyWaiters) { try await pool.withSandbox { _ in } }
        #expect(error.message.contains("2 callers wait already"))
        #expect(pool.statistics.rejections == 1)
        gate.open()
        for task in [holder, first, second] { try await task.value }
        try await expectQuiet(pool)
    }

    @Test func nobodyWaitsWhereNobodyMay() async throws {
        let (pool, gate) = (try pool(waiters: 0), Gate())
        let holder = try await pool.hold(until: gate)
        try await expectError(.tooManyWaiters) { try await pool.withSandbox { _ in } }
        gate.open()
        try await holder.value
        try await expectQuiet(pool)
    }

    @Test func timeIsUp() async throws {
        let (pool, gate) = (try pool(timeout: .milliseconds(30)), Gate())
        let holder = try await pool.hold(until: gate)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup { group in
            for _ in 0..<5 {
                group.addTask {
                    let error = try await expectError(.timedOut) { try await pool.withSandbox { _ in } }
                    #expect(error.message.contains("within 0.03 seconds"), "\(error)")
                }
            }
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - start >= .milliseconds(30))
        // The timer serves those who come later, too.
        try await expectError(.timedOut) { try await pool.withSandbox { _ in } }
        #expect((pool.statistics.rejections, pool.statistics.waits) == (6, 6))
        gate.open()
        try await holder.value
        try await expectQuiet(pool)
    }

    @Test func aTimeThatNeverComes() async throws {
        let (pool, gate) = (try pool(timeout: .seconds(Int64.max)), Gate())
        let holder = try await pool.hold(until: gate)
        let waiter = try await pool.enqueue(behind: 0) { try await pool.withSandbox { _ in } }
        gate.open()
        try await holder.value
        try await waiter.value
        try await expectQuiet(pool)
    }

    @Test func aCancelledWaiterLeavesTheLine() async throws {
        let (pool, turns, gate) = (try pool(), Turns(), Gate())
        let holder = try await pool.hold(until: gate)
        var tasks: [Task<Void, any Error>] = []
        for name in 0..<5 {
            tasks.append(
                try await pool.enqueue(behind: name) { try await pool.withSandbox { _ in turns.add(name) } })
        }
        // The first, one in the middle, and the last.
        for name in [2, 0, 4] {
            tasks[name].cancel()
            await #expect(throws: CancellationError.self) { try await tasks[name].value }
        }
        #expect(pool.statistics.waiting == 2)
        gate.open()
        try await holder.value
        for name in [1, 3] { try await tasks[name].value }
        #expect(turns.all == [1, 3])
        try await expectQuiet(pool)
    }

    @Test func aCancelledTaskDoesNotGetInLine() async throws {
        let (pool, gate) = (try pool(), Gate())
        let holder = try await pool.hold(until: gate)
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await pool.withSandbox { _ in }
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        gate.open()
        try await holder.value
        try await expectQuiet(pool)
    }

    /// Cancellation and handover at the same moment: one of the two wins, and the sandbox is there afterwards.
    @Test func cancellationRacesWithTheHandover() async throws {
        let pool = try pool()
        for _ in 0..<200 {
            let gate = Gate()
            let holder = try await pool.hold(until: gate)
            let waiter = Task { try await pool.withSandbox { _ in } }
            let canceller = Task { waiter.cancel() }
            gate.open()
            try await holder.value
            await canceller.value
            do { try await waiter.value } catch { #expect(error is CancellationError) }
        }
        try await expectQuiet(pool)
    }
}
