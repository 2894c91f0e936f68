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
