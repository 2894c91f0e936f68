import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("Threads of asynchronous calls")
struct AsyncThreadTests {
    /// Also of a synchronous host function, whose task is the caller's all the same.
    @Test func guestsRunOnTheExecutorsThreads() async throws {
        enum Local { @TaskLocal static var word = "outside" }
        let seen = Mutex<[String]>([])
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) -> String in
            seen.withLock { $0 = [ProcessThreads.currentName, Local.word, "\(Task.isCancelled)"] }
            return text
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        try await Local.$word.withValue("inside") {
            _ = try await sandbox.call("echoThroughHost", "x") as String
        }
        #expect(seen.withLock { $0 } == [ProcessThreads.guestThread, "inside", "false"])
        #expect(ProcessThreads.currentName != ProcessThreads.guestThread)
    }

    /// Tasks that spin in their guests would have all threads of Swift concurrency if they had any: there are as many of those
    /// as there are processors.
    @Test func noThreadOfSwiftConcurrencyIsBlocked() async throws {
        let clean = try Sandbox.test().snapshot()
        let executor = GuestExecutor(threads: 2)
        let processors = GuestExecutor.shared.threads
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<processors + 4 {
                group.addTask {
                    let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
                    sandbox.executor = executor
                    try await expectError(.cancelled) { try await sandbox.call("spin") }
                }
            }
            try await eventually(executor.waitingCalls == processors + 2)
            // They run, and this task goes on, as do others.
            #expect(executor.startedThreads == 2)
            #expect(await Task { 7 }.value == 7)
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(executor.waitingCalls == 0)
        let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
        sandbox.executor = executor
        try await sandbox.call("nothing")
    }

    /// An actor's code does not follow the guest to its thread.
    @Test func actorsStayWhereTheyAre() async throws {
        actor Keeper {
            private let sandbox: Sandbox
            init(_ clean: Snapshot) throws {
                sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            }
            func threads() async throws -> [String] {
                var names = [ProcessThreads.currentName]
                for _ in 0..<20 {
                    try await sandbox.call("nothing")
                    names.append(ProcessThreads.currentName)
                    await GuestExecutor.shared.run {}
                    names.append(ProcessThreads.currentName)
                }
                return names
            }
        }
        let names = try await Keeper(Sandbox.test().snapshot()).threads()
        #expect(!names.contains(ProcessThreads.guestThread))
    }

    private static let calls = getenv("SWIFTLET_WAITING_CALLS").flatMap { Int(String(cString: $0)) } ?? 200

    /// Each has a sandbox, whose guest waits in the midst of a call, and no thread.
    @Test func waitingCallsHaveNoThreads() async throws {
        try OpenFiles.allow(2 * Self.calls + 1000)
        let latch = Latch()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            await latch.wait()
            return text + "!"
        }
        let hostFunctions = functions
        let configuration = Sandbox.Configuration(heapSize: .kibibytes(64), logger: .silent)
        let clean = try Sandbox.test(configuration: configuration).snapshot()
        let executor = GuestExecutor(threads: 2)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<Self.calls {
                group.addTask {
                    let sandbox = try await executor.run {
                        try Sandbox(from: clean, hostFunctions: hostFunctions, logger: .silent)
                    }
                    sandbox.executor = executor
                    return try await sandbox.call("echoThroughHost", "\(number)") == "\(number)!"
                }
            }
            try await eventually(latch.arrivals == Self.calls)
            // Those of the process: two of the executor, and what others have. The kernel's own for its VMs are no threads of ours.
            let names = try ProcessThreads.names()
            #expect(names.count { $0 == ProcessThreads.guestThread } <= 2 + GuestExecutor.shared.threads + 40)
            #expect(names.count { !$0.hasPrefix("kvm") } < 150)
            latch.open()
            for try await isRight in group { #expect(isRight) }
        }
    }
}
