import TestSupport
import Testing
import Wire

@testable import HostRuntime

/// No message of an earlier tenant's, finished or not, reaches a later one or is taken for one of its own.
@Suite("Completeness of restores: messages")
struct CompletenessMessageTests {
    @Test func theTextOfAnAbort() throws {
        let secret = try SecretSandbox()
        let text = SecretSandbox.text
        let first = try expectError(.aborted) { try secret.sandbox.call("giveUp", text) }
        #expect(first.guestError?.message.contains(text) == true)
        #expect(try secret.isTextInMemory(secret.layout.output))
        #expect(try secret.isTextInMemory(secret.layout.stack))
        try secret.restore()
        #expect(try !secret.isTextInMemory(secret.layout.memory))
        let second = try expectError(.aborted) { try secret.sandbox.call("giveUp", "other") }
        #expect(!"\(second)".contains(text))
        #expect(second.guestError?.message.hasSuffix("other") == true)
    }

    /// A line without an end, which the guest's runtime holds back until the call is over.
    @Test func whatWasPrintedAndNotYetPassedOn() throws {
        let log = RecordedLog()
        let secret = try SecretSandbox(logger: log.logger())
        try expectError(.aborted) { try secret.sandbox.call("printAndTrap", SecretSandbox.text) }
        let data = try #require(secret.layout.regions.first { $0.name == "data" }).range
        #expect(try secret.isTextInMemory(data))
        try secret.restore()
        #expect(try !secret.isTextInMemory(secret.layout.memory))
        try secret.sandbox.call("printLine", "mine")
        #expect(log.messages == ["mine"])
    }

    /// One malformed record keeps the host from reading those behind it.
    @Test func logRecordsThatWereNotRead() throws {
        let log = RecordedLog()
        let secret = try SecretSandbox(logger: log.logger())
        let buffer = secret.layout.log
        try expectError(.protocolViolation) {
            try secret.sandbox.call("logAndDamage", SecretSandbox.text, buffer.end.rawValue - 8)
        }
        #expect(try secret.isTextInMemory(buffer))
        try secret.restore()
        #expect(try !secret.isTextInMemory(secret.layout.memory))
        try secret.sandbox.call("printLine", "mine")
        #expect(log.messages == ["mine"])
    }

    /// The guest gives up before it has read what a host function returned.
    @Test func pendingHostResults() throws {
        let secret = try SecretSandbox()
        try expectError(.aborted) { try secret.sandbox.call("receiveAndTrap") }
        #expect(try secret.secretsInMemory(secret.layout.input) == 8)
        try secret.expectNothingAfterRestore()
    }

    /// The guest passes an error on that a host function threw in a call before the restore.
    @Test func errorsOfHostFunctions() throws {
        let secret = try SecretSandbox()
        try secret.sandbox.call("catchHostError")
        let caught = try secret.sandbox.snapshot()
        let control = try expectError(.hostFunctionFailed) { try secret.sandbox.call("catchAndThrowHostError") }
        #expect(control.cause as? HostFailure == HostFailure(text: SecretSandbox.text))
        try secret.sandbox.restore(to: caught)
        let stale = try expectError(.guestError) { try secret.sandbox.call("throwKeptError") }
        #expect(stale.cause == nil)
    }

    /// What the guest is told about an error is of the call that it is in.
    @Test func guestErrors() throws {
        let secret = try SecretSandbox()
        let first = try expectError(.guestError) { try secret.sandbox.call("fail", SecretSandbox.text) }
        #expect(first.guestError?.message == SecretSandbox.text)
        try secret.restore()
        let second = try expectError(.guestError) { try secret.sandbox.call("fail", "") }
        #expect(!"\(second)".contains(SecretSandbox.text))
    }

    /// Statistics are the host's: restores do not turn them back, and guests do not see them.
    @Test func statisticsGoOn() throws {
        let secret = try SecretSandbox()
        try secret.sandbox.call("keep", [UInt8]())
        let before = secret.sandbox.statistics
        try secret.restore()
        try secret.sandbox.call("keep", [UInt8]())
        let after = secret.sandbox.statistics
        #expect(after.calls == before.calls + 1)
        #expect(after.entries == before.entries + 1)
        #expect(after.restores == before.restores + 1)
        #expect(after.snapshots == before.snapshots)
    }
}
