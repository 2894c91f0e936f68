import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

/// Each window of docs/cancellation.md in which a request can meet a call of a task, under its number there; those that calls of
/// threads have too are in ``InterruptionWindowTests``.
@Suite("Windows of a cancelled task")
struct AsyncWindowTests {
    /// At the same time, each with an executor and sandboxes of its own.
    private static let workers = 4
    /// In each window.
    private static let interruptions = getenv("SWIFTLET_INTERRUPTIONS").flatMap { Int(String(cString: $0)) } ?? 500

    /// What the host function `hostEcho` waits for.
    private final class Wait: Sendable {
        private let state = Mutex(Latch())
        private let begun = Mutex(Latch())

        func reset() {
            state.withLock { $0 = Latch() }
            begun.withLock { $0 = Latch() }
        }

        var latch: Latch { state.withLock { $0 } }
        var hasBegun: Latch { begun.withLock { $0 } }
    }

    /// A sandbox for tasks that come one after the other, and another one that can take the executor's thread.
    private final class Worker: Sendable {
        let executor = GuestExecutor(threads: 1)
        let clean: Snapshot
        let wait = Wait()
        let subject: Smuggled
        private let other: Smuggled

        init(_ clean: Snapshot) throws {
            self.clean = clean
            (subject, other) = (Smuggled(), Smuggled())
            var functions = HostFunctions.forTests
            functions.register("hostEcho") { [wait] (text: String) async throws -> String in
                wait.hasBegun.open()
                await wait.latch.wait()
                try Task.checkCancellation()
                return text
            }
            subject.sandbox = try Sandbox(from: clean, hostFunctions: functions, logger: .silent)
            other.sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            subject.sandbox?.executor = executor
            other.sandbox?.executor = executor
        }

        /// Has the thread while `body` runs.
        func withTakenThread(_ body: () async throws -> Void) async throws {
            let hog = Task { try await other.sandbox?.call("spin", thenRestoringTo: clean) }
            try await eventually(executor.vacancies == 0)
            defer { hog.cancel() }
            try await body()
            hog.cancel()
            try await expectError(.cancelled) { try await hog.value }
        }

        /// A task that makes a call, which must be cancelled.
        ///
        /// - Parameter hasRun: Whether the guest has.
        func cancelledCall(hasRun: Bool) -> Task<Void, any Error> {
            Task {
                let sandbox = try #require(subject.sandbox)
                let before = sandbox.statistics
                let error = try await expectError(.cancelled) {
                    try await sandbox.call("echoThroughHost", "x") as String
                }
                #expect(error.ending == (hasRun ? .cancelled : nil))
                #expect((sandbox.poisonedBy != nil) == hasRun)
                #expect((sandbox.statistics.calls > before.calls) == hasRun)
                try sandbox.restore(to: clean)
            }
        }

        /// The next call is as ever.
        func expectAnswer() async throws {
            #expect(try await subject.sandbox?.call("add", Int32(1), Int32(2)) == Int32(3))
        }
    }

    private func force(_ window: @escaping @Sendable (Worker) async throws -> Void) async throws {
        let configuration = Sandbox.Configuration(heapSize: .kibibytes(64), logger: .silent)
        let clean = try Sandbox.test(configuration: configuration).snapshot()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    let worker = try Worker(clean)
                    for _ in 0..<max(1, Self.interruptions / Self.workers) {
                        worker.wait.reset()
                        try await window(worker)
                        try await worker.expectAnswer()
                        #expect(worker.executor.vacancies == 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("11: before the call has begun") func before() async throws {
        try await force { worker in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                let sandbox = try #require(worker.subject.sandbox)
                let error = try await expectError(.cancelled) { try await sandbox.call("nothing") }
                #expect(error.ending == nil)
                #expect(sandbox.poisonedBy == nil)
            }
            try await task.value
        }
    }

    @Test("12: while the call waits for its first turn") func inLine() async throws {
        try await force { worker in
            try await worker.withTakenThread {
                let task = worker.cancelledCall(hasRun: false)
                try await eventually(worker.executor.waitingCalls == 1)
                task.cancel()
                try await task.value
            }
        }
    }

    @Test("13: while an asynchronous host function runs") func inAHostFunction() async throws {
        try await force { worker in
            let task = worker.cancelledCall(hasRun: true)
            await worker.wait.hasBegun.wait()
            task.cancel()
            // The function goes on until it looks.
            worker.wait.latch.open()
            try await task.value
        }
    }

    @Test("14: while the guest waits for a thread behind its host function") func behindAHostFunction() async throws {
        try await force { worker in
            let task = worker.cancelledCall(hasRun: true)
            await worker.wait.hasBegun.wait()
            try await worker.withTakenThread {
                worker.wait.latch.open()
                try await eventually(worker.executor.waitingCalls == 1)
                task.cancel()
                try await task.value
            }
        }
    }

    @Test("15: when the call is over and its task goes on") func after() async throws {
        try await force { worker in
            let (hasCalled, mayEnd) = (Latch(), Latch())
            worker.wait.latch.open()
            let task = Task {
                let reply: String? = try await worker.subject.sandbox?.call("echoThroughHost", "x")
                #expect(reply == "x")
                hasCalled.open()
                await mayEnd.wait()
            }
            await hasCalled.wait()
            let control = try #require(worker.subject.sandbox).control
            let call = control.runningCall
            let late = Task.detached {
                task.cancel()
                call.stop(.cancelled)
            }
            #expect(try await worker.subject.sandbox?.call("echoThroughHost", "y") == "y")
            await late.value
            mayEnd.open()
            try await task.value
        }
    }
}
