import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("One asynchronous call at a time")
struct AsyncExclusivityTests {
    /// By its own host function, while it has a thread and while it has none.
    @Test(arguments: [false, true])
    func aCallingSandboxIsBusy(_ isAsynchronous: Bool) async throws {
        let smuggled = Smuggled()
        var functions = HostFunctions.forTests
        if isAsynchronous {
            functions.register("hostEcho") { (text: String) async throws -> String in
                try await smuggled.sandbox?.call("echoString", text) ?? text
            }
        } else {
            functions.register("hostEcho") { (text: String) throws -> String in
                try smuggled.sandbox?.call("echoString", text) ?? text
            }
        }
        smuggled.sandbox = try Sandbox.test(hostFunctions: functions)
        defer { smuggled.sandbox = nil }
        let error = try await expectError(.hostFunctionFailed) {
            try await smuggled.sandbox?.call("echoThroughHost", "x") as String?
        }
        let cause = try #require(error.cause as? SandboxError)
        #expect(cause.code == .busy)
        #expect(cause.message.contains(isAsynchronous ? "waits for a thread or" : "called back"))
        #expect(try await smuggled.sandbox?.call("echoString", "fine") == "fine")
    }

    private enum Word: HostContextKey { typealias Value = String }

    /// What an actor can do with its sandbox while it awaits a call of it.
    @Test func whatIsSetMeanwhileIsForTheNextCall() async throws {
        let latch = Latch()
        let smuggled = Smuggled()
        let words = Mutex<[String?]>([])
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in
            await latch.wait()
            return left &+ right
        }
        functions.register("hostEcho") { (context: HostCallContext, text: String) -> String in
            words.withLock { $0.append(context[Word.self]) }
            return text
        }
        functions.register("hostAll") {
            (
                context: HostCallContext, _: Int32, _: UInt32, _: Int64, _: UInt64, _: Float, _: Double, _: Bool,
                _: String, _: [UInt8]
            ) -> Double in
            words.withLock { $0.append(context[Word.self]) }
            return 0
        }
        functions.register("hostNothing") { () async -> Void in await latch.wait() }
        smuggled.sandbox = try Sandbox.test(hostFunctions: functions)
        let sandbox = try #require(smuggled.sandbox)
        sandbox.hostContext[Word.self] = "first"
        let before = sandbox.statistics
        let waiting = Task {
            try await smuggled.sandbox?.call(
                "allThroughHost", Int32(1), UInt32(2), Int64(3), UInt64(4), Float(5), 6.5, true, "", [UInt8]())
                as Double?
        }
        try await eventually(latch.arrivals == 1)
        #expect(sandbox.statistics == before)
        sandbox.hostContext[Word.self] = "second"
        sandbox.limits.hostCallsPerCall = 0
        latch.open()
        // The limit was another one when it began.
        _ = try await waiting.value
        #expect(words.withLock { $0 } == ["first"])
        #expect(sandbox.statistics.hostCalls == before.hostCalls + 2)
        try await expectError(.limitExceeded) { try await sandbox.call("echoThroughHost", "x") as String }
    }

    @Test func nobodyElseIsLetIn() async throws {
        let latch = Latch()
        let smuggled = Smuggled()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) async -> String in
            await latch.wait()
            return text
        }
        smuggled.sandbox = try Sandbox.test(hostFunctions: functions)
        let clean = try #require(try smuggled.sandbox?.snapshot())
        let waiting = Task { try await smuggled.sandbox?.call("echoThroughHost", "x") as String? }
        try await eventually(latch.arrivals == 1)
        try await expectError(.busy) { try await smuggled.sandbox?.call("nothing") }
        func refused(_ body: () throws -> Void) throws { try expectError(.busy, body) }
        try refused { try smuggled.sandbox?.call("nothing") }
        try refused { try smuggled.sandbox?.restore(to: clean) }
        try refused { _ = try smuggled.sandbox?.snapshot() }
        try refused { try smuggled.sandbox?.close() }
        latch.open()
        #expect(try await waiting.value == "x")
        try await smuggled.sandbox?.call("nothing")
    }
}
