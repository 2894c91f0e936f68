import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("Executors of guests")
struct GuestExecutorTests {
    @Test func blockingWorkRunsOnItsThreads() async throws {
        let executor = GuestExecutor(threads: 1)
        let image = try TestGuests.test.get()
        let sandbox = try await executor.run {
            #expect(ProcessThreads.currentName == ProcessThreads.guestThread)
            return try Sandbox(
                guest: .image(image), configuration: .init(logger: .silent), hostFunctions: .forTests)
        }
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        await #expect(throws: HostFailure(text: "x")) {
            try await executor.run { () throws(HostFailure) in throw HostFailure(text: "x") }
        }
        #expect(await executor.run { 7 } == 7)
    }

    /// What a task that prefers the executor does, it does on its threads.
    @Test func tasksCanPreferIt() async throws {
        let executor = GuestExecutor(threads: 1)
        let clean = try Sandbox.test().snapshot()
        let task = Task(executorPreference: executor) {
            #expect(ProcessThreads.currentName == ProcessThreads.guestThread)
            let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            sandbox.executor = executor
            return try await sandbox.call("add", Int32(1), Int32(2)) as Int32
        }
        #expect(try await task.value == 3)
    }

    @Test func thereAreAsManyThreadsAsAreNeeded() async throws {
        let executor = GuestExecutor(threads: 4)
        #expect(executor.startedThreads == 0)
        await executor.run {}
        #expect(executor.startedThreads == 1)
        let isOver = Mark()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { await executor.run { isOver.wait() } } }
            try? await eventually(executor.startedThreads == 4 && executor.waitingCalls == 4)
            isOver.set()
        }
        #expect(executor.startedThreads == 4)
    }

    @Test(arguments: [0, -1, .min])
    func thereIsAtLeastOneThread(_ threads: Int) async throws {
        let executor = GuestExecutor(threads: threads)
        #expect(executor.threads == 1)
        #expect(await executor.run { 7 } == 7)
    }

    /// Applications have threads of their own for their signals.
    @Test func threadsBlockSignals() async throws {
        let executor = GuestExecutor(threads: 1)
        let sandbox = try Sandbox.test()
        sandbox.executor = executor
        try await sandbox.call("nothing")
        let blocked = await executor.run { ProcessThreads.blockedSignals }
        func blocks(_ signal: CInt) -> Bool { blocked & 1 << UInt64(signal - 1) != 0 }
        for signal in [SIGTERM, SIGINT, SIGCHLD, SIGUSR1, SIGALRM] { #expect(blocks(signal)) }
        for signal in [SIGSEGV, SIGBUS, SIGILL, SIGPROF, InterruptSignal.number] { #expect(!blocks(signal)) }
    }

    /// A test of what the executor is made of.
    @Test func threadsEnd() async throws {
        let threads = GuestThreads(limit: 3)
        let count = Atomic(0)
        for _ in 0..<100 { threads.enqueue(priority: 0) { count.add(1, ordering: .relaxed) } }
        threads.end()
        try await eventually(threads.count == 0)
        #expect(count.load(ordering: .relaxed) == 100)
    }
}
