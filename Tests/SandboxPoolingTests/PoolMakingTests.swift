import Dispatch
import GuestTestSupport
import TestSupport
import Testing

@testable import HostRuntime
@testable import SandboxPooling

@Suite("Sandboxes that a pool cannot make")
struct PoolMakingTests {
    /// Borrows a sandbox and closes it when the gate opens, from when on no other one can be made.
    private func loseSandbox(of pool: SandboxPool, _ source: TestSource, when gate: Gate) -> Task<Void, any Error> {
        Task {
            try await pool.withSandbox { sandbox in
                await gate.wait()
                source.set(\.isMakingFailing)
                try sandbox.close()
            }
        }
    }

    @Test func theCallerIsToldWhy() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 2))
        source.set(\.isMakingFailing)
        for failures in 1...3 {
            let error = try await expectError(.creationFailed) { try await pool.withSandbox { _ in } }
            #expect((error.cause as? SandboxError)?.code == .hypervisorFailure)
            #expect(pool.statistics.failures == failures)
        }
        #expect((pool.statistics.lent, pool.statistics.idle) == (0, 0))
        source.set(\.isMakingFailing, false)
        #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1))
        await pool.shutdown()
    }

    @Test func hostFunctionsThatAreMissing() async throws {
        let pool = try SandboxPool(snapshot: TestGuest.snapshot.get(), configuration: .test(size: 1))
        let error = try await expectError(.creationFailed) { try await pool.withSandbox { _ in } }
        #expect((error.cause as? SandboxError)?.code == .hostFunctionMismatch)
        #expect(error.message.contains("hostAdd"), "\(error)")
        await pool.shutdown()
    }

    @Test func theBackgroundTriesAgain() async throws {
        let (source, recorded) = (try TestSource(), RecordedLog())
        source.set(\.isMakingFailing)
        let pool = try SandboxPool(source: source, configuration: .test(size: 4, idle: 2, logger: recorded.logger()))
        // One attempt at a time, however many sandboxes are missing.
        try await eventually { recorded.messages.count >= 3 }
        #expect(recorded.messages.prefix(3).map { $0.contains("next attempt is in") } == [true, true, true])
        #expect(pool.statistics.refills == 0)
        source.set(\.isMakingFailing, false)
        try await eventually { pool.statistics.idle == 2 }
        #expect(pool.statistics.refills == 2)
        #expect(pool.statistics.failures == source.counts.attempts - 2)
        await pool.shutdown()
    }

    /// The last sandbox is lost while callers wait for it, and no other one can be made.
    @Test func waitersAreNotLeftAlone() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 1))
        let gate = Gate()
        let closing = loseSandbox(of: pool, source, when: gate)
        try await eventually { pool.statistics.lent == 1 }
        var waiters: [Task<Void, any Error>] = []
        for number in 0..<3 {
            waiters.append(try await pool.enqueue(behind: number) { try await pool.withSandbox { _ in } })
        }
        gate.open()
        try await closing.value
        for waiter in waiters { try await expectError(.creationFailed) { try await waiter.value } }
        #expect(pool.statistics.waiting == 0)
        source.set(\.isMakingFailing, false)
        #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1))
        await pool.shutdown()
        #expect(source.counts.alive == 0)
    }

    /// A waiter's turn is not lost with the sandbox that it waited for.
    @Test func aReplacementGoesToTheWaiter() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 1))
        let gate = Gate()
        let closing = Task {
            try await pool.withSandbox { sandbox in
                await gate.wait()
                try sandbox.close()
            }
        }
        try await eventually { pool.statistics.lent == 1 }
        let waiter = try await pool.enqueue(behind: 0) {
            try await pool.withSandbox { try $0.call("increment") as Int32 }
        }
        gate.open()
        try await closing.value
        #expect(try await waiter.value == 1)
        #expect((pool.statistics.replacements, pool.statistics.refills) == (1, 1))
        #expect(source.counts.peak == 1)
        await pool.shutdown()
    }

    /// There is room for another sandbox, but who is in line has the first claim to it.
    @Test func nobodyOvertakesWhileNoneCanBeMade() async throws {
        let source = try TestSource()
        let pool = try SandboxPool(source: source, configuration: .test(size: 2))
        let (keeping, closing) = (Gate(), Gate())
        let keeper = try await pool.hold(until: keeping)
        let closer = loseSandbox(of: pool, source, when: closing)
        try await eventually { pool.statistics.lent == 2 }
        let first = try await pool.enqueue(behind: 0) { try await pool.withSandbox { _ in } }
        closing.open()
        try await closer.value
        try await eventually { pool.statistics.failures >= 1 }
        let second = try await pool.enqueue(behind: 1) { try await pool.withSandbox { _ in } }
        keeping.open()
        for task in [keeper, first, second] { try await task.value }
        await pool.shutdown()
        #expect(source.counts.alive == 0)
    }

    @Test func aFailureHoldsUpTheOtherRefills() {
        var state = PoolState(.test(size: 3, idle: 2))
        #expect(state.settle().refills == 2)
        let first = state.beginRefill()
        #expect(first)
        #expect(state.failRefill(SandboxError(.hypervisorFailure, "for the test")) == .milliseconds(10))
        let second = state.beginRefill()
        #expect(!second)
        #expect(state.settle().refills == 0)
        state.resumeRefills()
        #expect(state.settle().refills == 2)
    }

    @Test func eachDelayIsTwiceTheOneBeforeUpToALimit() {
        var backoff = RefillBackoff()
        #expect(
            (0..<12).map { _ in backoff.next() }
                == [
                    10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_000, 10_000,
                ].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next() == .milliseconds(10))
    }
}
