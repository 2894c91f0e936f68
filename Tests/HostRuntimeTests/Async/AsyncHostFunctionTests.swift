import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("Asynchronous host functions")
struct AsyncHostFunctionTests {
    /// What the tests' host functions do, by asynchronous ones.
    private static var asynchronous: HostFunctions {
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in
            await Task.yield()
            return left &+ right
        }
        functions.register("hostEcho") { (text: String) async -> String in text }
        functions.register("hostBytes") { (bytes: [UInt8]) async -> [UInt8] in bytes }
        functions.register("hostMake") { (count: UInt32) async -> [UInt8] in [UInt8](repeating: 3, count: Int(count)) }
        functions.register("hostFail") { (text: String) async throws -> Int32 in throw HostFailure(text: text) }
        functions.register("hostNothing") { () async -> Void in await Task.yield() }
        functions.register("hostAll") {
            (
                a: Int32, b: UInt32, c: Int64, d: UInt64, e: Float, f: Double, g: Bool, h: String, i: [UInt8]
            ) async -> Double in
            let numbers = [Double(a), Double(b), Double(c), Double(d), Double(e), f]
            let others = (g ? 1 : 0) + h.utf8.count + i.count
            return numbers.reduce(0, +) + Double(others)
        }
        return functions
    }

    @Test func valuesOfAllTypesGoBothWays() async throws {
        let sandbox = try Sandbox.test(hostFunctions: Self.asynchronous)
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        #expect(try await sandbox.call("echoThroughHost", "ö€") == "ö€")
        #expect(try await sandbox.call("bytesThroughHost", [UInt8](0...255)) == [UInt8](0...255))
        #expect(try await sandbox.call("bytesFromHost", UInt32(100)) == UInt64(300))
        let sum: Double = try await sandbox.call(
            "allThroughHost", Int32(1), UInt32(2), Int64(3), UInt64(4), Float(5), 6.5, true, "abc",
            [UInt8](repeating: 0, count: 4))
        #expect(sum == 29.5)
        // The call's own argument stays where it is.
        #expect(try await sandbox.call("callHostOften", Int32(10), [UInt8](repeating: 1, count: 1000)) == UInt64(1055))
    }

    @Test func typesThatAreKnownOnlyWhenTheProgramRuns() async throws {
        var functions = HostFunctions()
        for signature in try TestGuests.test.get().hostFunctions {
            functions.register(signature) { (arguments: [AnyWireValue]) async throws -> AnyWireValue? in
                await Task.yield()
                if signature.name == "hostNothing" { return nil }
                return arguments.first
            }
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(1))
        #expect(try await sandbox.call("echoThroughHost", "x") == "x")
        let error = try await expectError(.hostFunctionFailed) {
            try await sandbox.call("passHostErrorOn", "x") as Int32
        }
        #expect((error.cause as? SandboxError)?.code == .signatureMismatch)
    }

    @Test func theGuestLearnsWhatTheyThrow() async throws {
        let sandbox = try Sandbox.test(hostFunctions: Self.asynchronous)
        let caught: String = try await sandbox.call("catchHostError", "x")
        #expect(caught.contains("HostFailure"))
        let error = try await expectError(.hostFunctionFailed) {
            try await sandbox.call("passHostErrorOn", "y") as Int32
        }
        #expect(error.cause as? HostFailure == HostFailure(text: "y"))
        #expect(sandbox.poisonedBy == nil)
    }

    @Test func aResultThatDoesNotFit() async throws {
        let sandbox = try Sandbox.test(hostFunctions: Self.asynchronous)
        try await expectError(.resultTooLarge) { try await sandbox.call("bytesFromHost", UInt32(1 << 20)) as UInt64 }
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
    }

    /// One thread, two guests: the second has it while the first waits, and then the first goes on.
    @Test func anotherGuestHasTheThreadMeanwhile() async throws {
        let latch = Latch()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            await latch.wait()
            return text
        }
        let hostFunctions = functions
        let executor = GuestExecutor(threads: 1)
        let clean = try Sandbox.test().snapshot()
        let waiting = Task {
            let sandbox = try Sandbox(from: clean, hostFunctions: hostFunctions, logger: .silent)
            sandbox.executor = executor
            return try await sandbox.call("echoThroughHost", "first") as String
        }
        try await eventually(latch.arrivals == 1)
        let other = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
        other.executor = executor
        for _ in 0..<10 { #expect(try await other.call("add", Int32(1), Int32(2)) == Int32(3)) }
        latch.open()
        #expect(try await waiting.value == "first")
        #expect(executor.startedThreads == 1)
    }

    /// They run in a task with what is local to the caller's, and with its priority.
    @Test(arguments: [TaskPriority.low, .high])
    func theyInheritWhatTheTaskHas(_ priority: TaskPriority) async throws {
        enum Local { @TaskLocal static var word = "outside" }
        let seen = Mutex<(String, TaskPriority)?>(nil)
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            seen.withLock { $0 = (Local.word, Task.basePriority ?? .background) }
            return text
        }
        let hostFunctions = functions
        let clean = try Sandbox.test().snapshot()
        // Not awaited before it is over: that would raise its priority to the test's.
        let isOver = Latch()
        Task.detached(priority: priority) {
            defer { isOver.open() }
            let sandbox = try Sandbox(from: clean, hostFunctions: hostFunctions, logger: .silent)
            _ = try await Local.$word.withValue("inside") { try await sandbox.call("echoThroughHost", "x") as String }
        }
        await isOver.wait()
        #expect(seen.withLock { $0?.0 } == "inside")
        #expect(seen.withLock { $0?.1 } == priority)
    }

    /// The guest cannot wait there.
    @Test func inASynchronousCall() throws {
        let sandbox = try Sandbox.test(hostFunctions: Self.asynchronous)
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
        let cause = try #require(error.cause as? SandboxError)
        #expect(cause.code == .asynchronousHostFunction)
        #expect(cause.message.contains("hostEcho is asynchronous"))
        #expect(sandbox.poisonedBy == nil)
        try sandbox.call("nothing")
    }

    /// A sandbox without asynchronous functions answers as ever, and one with both kinds answers both.
    @Test func bothKindsInOneCall() async throws {
        var functions = HostFunctions.forTests
        functions.register("hostNothing") { () async -> Void in await Task.yield() }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let sum: Double = try await sandbox.call(
            "allThroughHost", Int32(1), UInt32(2), Int64(3), UInt64(4), Float(5), 6.5, true, "abc",
            [UInt8](repeating: 0, count: 4))
        #expect(sum == 29.5)
        #expect(sandbox.statistics.hostCalls == 2)
    }

    @Test func limitsHoldForThem() async throws {
        let sandbox = try Sandbox.test(hostFunctions: Self.asynchronous)
        sandbox.limits.hostCallsPerCall = 5
        #expect(try await sandbox.call("callHostOften", Int32(5), [UInt8]()) == UInt64(15))
        let error = try await expectError(.limitExceeded) {
            try await sandbox.call("callHostOften", Int32(6), [UInt8]()) as UInt64
        }
        #expect(error.exceededLimit == .hostCallsPerCall)
    }
}
