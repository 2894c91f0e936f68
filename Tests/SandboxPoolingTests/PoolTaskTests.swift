import GuestTestSupport
import HostRuntime
import Synchronization
import Testing

@testable import SandboxPooling

@Suite("Pools and asynchronous calls")
struct PoolTaskTests {
    private enum Word: HostContextKey { typealias Value = String }

    /// What a body has set is the next one's no more.
    @Test func whatABodySetsIsTakenBack() async throws {
        let executor = GuestExecutor(threads: 1)
        var configuration = SandboxPool.Configuration.test(size: 1)
        configuration.executor = executor
        let pool = try SandboxPool(
            snapshot: TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions, configuration: configuration)
        for _ in 0..<2 {
            try await pool.withSandbox { sandbox in
                #expect(sandbox.executor === executor)
                #expect(sandbox.hostContext[Word.self] == nil)
                sandbox.executor = GuestExecutor(threads: 1)
                sandbox.hostContext[Word.self] = "secret"
                try await sandbox.call("nothing")
            }
        }
        #expect(pool.statistics.hits == 1)
        await pool.shutdown()
    }

    /// A request whose client has left: its guest is stopped, and the next one has the sandbox.
    @Test func aCancelledBodyReturnsItsSandbox() async throws {
        let pool = try SandboxPool(
            snapshot: TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions, configuration: .test(size: 1))
        for _ in 0..<5 {
            let lent = Gate()
            let task = Task {
                try await pool.withSandbox { sandbox in
                    lent.open()
                    try await sandbox.call("spin")
                }
            }
            await lent.wait()
            task.cancel()
            let error = await #expect(throws: SandboxError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await pool.withSandbox { try await $0.call("increment") as Int32 } == 1)
        }
        #expect(pool.statistics.replacements == 0)
        await pool.shutdown()
    }

    /// More bodies than threads, all of them waiting in host functions: each has a sandbox of its own.
    @Test func bodiesWaitInHostFunctionsWithoutThreads() async throws {
        let gate = Gate()
        let counter = Counter()
        var functions = TestGuest.hostFunctions
        functions.register("hostEcho") { (text: String) async -> String in
            counter.add()
            await gate.wait()
            return text
        }
        var configuration = SandboxPool.Configuration.test(size: 20)
        configuration.executor = GuestExecutor(threads: 1)
        let pool = try SandboxPool(
            snapshot: TestGuest.snapshot.get(), hostFunctions: functions, configuration: configuration)
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask { try await pool.withSandbox { try await $0.call("echoThroughHost", "\(number)") } }
            }
            defer { gate.open() }
            try await eventually { counter.value == 20 }
            gate.open()
            var answers = Set<String>()
            for try await answer in group { answers.insert(answer) }
            #expect(answers.count == 20)
        }
        await pool.shutdown()
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .acquiring) }
        func add() { count.add(1, ordering: .releasing) }
    }
}
