import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("Cancelled tasks")
struct TaskCancellationTests {
    private func task<Success: Sendable>(
        _ hostFunctions: HostFunctions = .forTests, on executor: GuestExecutor = .shared,
        _ body: @escaping @Sendable (Sandbox) async throws -> Success
    ) throws -> Task<Success, any Error> {
        let clean = try Sandbox.test().snapshot()
        return Task {
            let sandbox = try Sandbox(from: clean, hostFunctions: hostFunctions, logger: .silent)
            sandbox.executor = executor
            return try await body(sandbox)
        }
    }

    @Test func beforeTheCall() async throws {
        let task = try task { sandbox in
            while !Task.isCancelled { await Task.yield() }
            let error = try await expectError(.cancelled) { try await sandbox.call("increment") as Int32 }
            #expect(error.ending == nil)
            #expect(sandbox.poisonedBy == nil)
            #expect(sandbox.statistics.calls == 0)
        }
        task.cancel()
        try await task.value
    }

    /// With the handle and by a deadline, too: who waits for a thread leaves, and its sandbox is as it was.
    @Test(arguments: ["task", "handle", "deadline"])
    func whileTheCallWaitsForAThread(_ way: String) async throws {
        let executor = GuestExecutor(threads: 1)
        let hog = try task(on: executor) { try await $0.call("spin") }
        try await eventually(executor.startedThreads == 1)
        let handle = Mutex<InterruptHandle?>(nil)
        let waiting = try task(on: executor) { sandbox in
            handle.withLock { $0 = sandbox.interruptHandle }
            let isTimed = way == "deadline"
            let error = try await expectError(isTimed ? .deadlineExceeded : .cancelled) {
                try await sandbox.call("increment", deadline: isTimed ? .now + .milliseconds(50) : nil) as Int32
            }
            #expect(error.ending == nil)
            #expect(sandbox.poisonedBy == nil)
            #expect(sandbox.statistics.calls == 0)
            #expect(sandbox.statistics.entries == 0)
        }
        if way != "deadline" { try await eventually(executor.waitingCalls == 1) }
        switch way {
        case "task": waiting.cancel()
        case "handle": #expect(handle.withLock { $0 }?.interrupt() == true)
        default: break
        }
        try await waiting.value
        #expect(executor.waitingCalls == 0)
        hog.cancel()
        try await expectError(.cancelled) { try await hog.value }
    }

    @Test func whileTheGuestRuns() async throws {
        let isRunning = Latch()
        var functions = HostFunctions.forTests
        functions.register("hostNothing") { isRunning.open() }
        let task = try task(functions) { sandbox in
            let clean = try sandbox.snapshot()
            let error = try await expectError(.cancelled) { try await sandbox.call("tellAndSpin") }
            #expect(error.ending == .cancelled)
            #expect(sandbox.poisonedBy?.code == .cancelled)
            try sandbox.restore(to: clean)
            // The task is cancelled still, and so is each call of it.
            try await expectError(.cancelled) { try await sandbox.call("nothing") }
            #expect(sandbox.poisonedBy == nil)
        }
        await isRunning.wait()
        task.cancel()
        try await task.value
    }

    /// The function's own task is cancelled, by whatever ends the call, and the call ends when the function does.
    @Test(arguments: ["task", "handle", "deadline"])
    func whileAnAsynchronousHostFunctionRuns(_ way: String) async throws {
        let hasBegun = Latch()
        let hasEnded = Mutex(false)
        let context = Mutex<HostCallContext?>(nil)
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (call: HostCallContext, text: String) async throws -> String in
            context.withLock { $0 = call }
            defer { hasEnded.withLock { $0 = true } }
            hasBegun.open()
            try await Task.sleep(for: .seconds(600))
            return text
        }
        let handle = Mutex<InterruptHandle?>(nil)
        let task = try task(functions) { sandbox in
            handle.withLock { $0 = sandbox.interruptHandle }
            let isTimed = way == "deadline"
            let clean = try sandbox.snapshot()
            var error: SandboxError
            repeat {
                try sandbox.restore(to: clean)
                error = try await expectError(isTimed ? .deadlineExceeded : .cancelled) {
                    try await sandbox.call("echoThroughHost", "x", deadline: isTimed ? .now + .milliseconds(200) : nil)
                        as String
                }
                // On a busy machine the deadline may come before the guest has called the function.
            } while isTimed && !hasEnded.withLock { $0 }
            #expect(hasEnded.withLock { $0 })
            #expect(error.ending == (isTimed ? .deadlineExceeded : .cancelled))
            #expect(sandbox.poisonedBy != nil)
        }
        await hasBegun.wait()
        #expect(context.withLock { $0 }?.isCancelled == false || way == "deadline")
        switch way {
        case "task": task.cancel()
        case "handle": #expect(handle.withLock { $0 }?.interrupt() == true)
        default: break
        }
        try await task.value
        #expect(context.withLock { $0 }?.isCancelled == true)
    }

    /// The guest does not go on behind a host function that does not care.
    @Test func aHostFunctionThatDoesNotCareIsWaitedFor() async throws {
        let hasBegun = Latch()
        let mayEnd = Latch()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            hasBegun.open()
            await mayEnd.wait()
            return text
        }
        let isOver = Mutex(false)
        let task = try task(functions) { sandbox in
            try await expectError(.cancelled) { try await sandbox.call("echoThroughHost", "x") as String }
            isOver.withLock { $0 = true }
        }
        await hasBegun.wait()
        task.cancel()
        for _ in 0..<100 { await Task.yield() }
        #expect(!isOver.withLock { $0 })
        mayEnd.open()
        try await task.value
    }

    /// No call outlives the group.
    @Test func aGroupEndsAllItsGuests() async throws {
        let clean = try Sandbox.test().snapshot()
        let executor = GuestExecutor(threads: 3)
        let ended = Ended()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
                        sandbox.executor = executor
                        defer { ended.count.add(1, ordering: .relaxed) }
                        try await sandbox.call("spin")
                    }
                }
                try await eventually(executor.waitingCalls == 17)
                throw HostFailure(text: "one of them fails")
            }
        } catch is HostFailure {}
        #expect(ended.count.load(ordering: .relaxed) == 20)
        #expect(executor.waitingCalls == 0)
    }

    private final class Ended: Sendable {
        let count = Atomic(0)
    }

    /// The guest has its answer, and waits for the thread to go on with it.
    @Test func whileTheGuestWaitsForAThread() async throws {
        let executor = GuestExecutor(threads: 1)
        let hasBegun = Latch()
        let mayEnd = Latch()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            hasBegun.open()
            await mayEnd.wait()
            return text
        }
        let waiting = try task(functions, on: executor) { sandbox in
            let clean = try sandbox.snapshot()
            let error = try await expectError(.cancelled) { try await sandbox.call("echoThroughHost", "x") as String }
            #expect(error.ending == .cancelled)
            #expect(sandbox.poisonedBy != nil)
            try sandbox.restore(to: clean)
            #expect(sandbox.poisonedBy == nil)
        }
        await hasBegun.wait()
        let hog = try task(on: executor) { try await $0.call("spin") }
        try await eventually(executor.vacancies == 0)
        mayEnd.open()
        try await eventually(executor.waitingCalls == 1)
        waiting.cancel()
        try await waiting.value
        hog.cancel()
        try await expectError(.cancelled) { try await hog.value }
        #expect(executor.vacancies == 1)
    }

    /// A task that is cancelled after its call, or a late request for it, cancels nothing of the sandbox's later.
    @Test func aLateRequestReachesNobody() async throws {
        let sandbox = Smuggled()
        let calls = Mutex<[RunningCall]>([])
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) -> String in
            if let call = sandbox.sandbox?.control.runningCall { calls.withLock { $0.append(call) } }
            return text
        }
        sandbox.sandbox = try Sandbox.test(hostFunctions: functions)
        defer { sandbox.sandbox = nil }
        for _ in 0..<200 {
            let hasCalled = Latch()
            let mayEnd = Latch()
            let task = Task {
                _ = try await sandbox.sandbox?.call("echoThroughHost", "x") as String?
                hasCalled.open()
                await mayEnd.wait()
            }
            await hasCalled.wait()
            let earlier = calls.withLock { $0 }
            let late = Task.detached {
                task.cancel()
                for call in earlier { call.stop(.cancelled) }
            }
            _ = try await sandbox.sandbox?.call("echoThroughHost", "x") as String?
            await late.value
            mayEnd.open()
            try await task.value
            calls.withLock { $0 = [] }
        }
    }
}
