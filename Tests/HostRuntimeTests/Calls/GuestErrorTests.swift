import Testing

@testable import HostRuntime

@Suite("Errors that guest functions throw")
struct GuestErrorTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try .test()
    }

    @Test func codeAndMessageArrive() throws {
        let error = try expectError(.guestError) { try sandbox.call("lookUp", "there") as String }
        #expect(error.guestError == GuestFailure(code: 404, message: "no entry for there"))
        let denied = try expectError(.guestError) { try sandbox.call("lookUp", "") as String }
        #expect(denied.guestError == GuestFailure(code: 403, message: "access denied"))
    }

    @Test func theSandboxStaysUsable() throws {
        for _ in 0..<1000 { try expectError(.guestError) { try sandbox.call("lookUp", "x") as String } }
        #expect(try sandbox.call("lookUp", "known") == "found")
        #expect(sandbox.poisonedBy == nil)
    }

    @Test func longMessagesAreCutBetweenCharacters() throws {
        let error = try expectError(.guestError) { try sandbox.call("longMessage", UInt32(10_000)) }
        let message = try #require(error.guestError).message
        #expect(message.utf8.count == GuestFailure.maximumMessageLength)
        #expect(message.allSatisfy { $0 == "é" })
    }
}
