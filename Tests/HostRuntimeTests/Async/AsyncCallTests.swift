import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("Asynchronous calls")
struct AsyncCallTests {
    @Test func everyWayToCall() async throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        let echo = try sandbox.function("echoString", taking: String.self, returning: String.self)
        let increment = try sandbox.function("increment", returning: Int32.self)
        let incrementBy = try sandbox.function("incrementBy", taking: Int32.self)
        let later = Deadline.now + .seconds(120)

        #expect(try await sandbox.call("echoString", "a", deadline: later) == "a")
        #expect(try await echo("b", deadline: later) == "b")
        #expect(try await sandbox.call("echoString", arguments: [.string("c")], deadline: later) == .string("c"))

        try await sandbox.call("incrementBy", Int32(5))
        try await incrementBy(5)
        #expect(try await sandbox.call("incrementBy", arguments: [.int32(5)]) == nil)
        #expect(try await increment() == 16)

        #expect(try await sandbox.call("increment", thenRestoringTo: clean) == Int32(17))
        #expect(try await increment(thenRestoringTo: clean) == 1)
        #expect(try await sandbox.call("increment", arguments: [], thenRestoringTo: clean) == .int32(1))
        try await sandbox.call("incrementBy", Int32(5), thenRestoringTo: clean)
        try await incrementBy(5, thenRestoringTo: clean)
        #expect(try await increment() == 1)
    }

    @Test func valuesOfAllTypesGoBothWays() async throws {
        let sandbox = try Sandbox.test()
        #expect(try await sandbox.call("echoInt32", Int32.min) == Int32.min)
        #expect(try await sandbox.call("echoUInt32", UInt32.max) == UInt32.max)
        #expect(try await sandbox.call("echoInt64", Int64.min) == Int64.min)
        #expect(try await sandbox.call("echoUInt64", UInt64.max) == UInt64.max)
        #expect(try await sandbox.call("echoFloat", Float(1.5)) == Float(1.5))
        #expect(try await sandbox.call("echoDouble", -0.25) == -0.25)
        #expect(try await sandbox.call("echoBool", true) == true)
        #expect(try await sandbox.call("echoString", "ö€") == "ö€")
        #expect(try await sandbox.call("echoBytes", [UInt8](0...255)) == [UInt8](0...255))
        let sum: Double = try await sandbox.call(
            "allThroughHost", Int32(1), UInt32(2), Int64(3), UInt64(4), Float(5), 6.5, true, "abc",
            [UInt8](repeating: 0, count: 4))
        #expect(sum == 29.5)
    }

    /// Refused before the guest runs, ended by the guest, ended by a host function: as in synchronous calls.
    @Test func failuresAreTheSame() async throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        try await expectError(.functionNotFound) { try await sandbox.call("noSuchFunction") }
        try await expectError(.signatureMismatch) { try await sandbox.call("echoInt32", "text") }
        try await expectError(.argumentsTooLarge) {
            try await sandbox.call("echoBytes", [UInt8](repeating: 0, count: 1 << 20)) as [UInt8]
        }
        #expect(sandbox.poisonedBy == nil)
        let thrown = try await expectError(.hostFunctionFailed) {
            try await sandbox.call("passHostErrorOn", "x") as Int32
        }
        #expect(thrown.cause as? HostFailure == HostFailure(text: "x"))
        try await expectError(.aborted) { try await sandbox.call("trapFatalError", "x") }
        try await expectError(.poisoned) { try await sandbox.call("nothing") }
        try sandbox.restore(to: clean)
        try await sandbox.call("nothing")
        try sandbox.close()
        try await expectError(.closed) { try await sandbox.call("nothing") }
    }

    @Test func aRestoreFollowsFailuresToo() async throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        try await sandbox.call("incrementBy", Int32(5))
        try await expectError(.functionNotFound) { try await sandbox.call("noSuchFunction", thenRestoringTo: clean) }
        #expect(try await sandbox.call("counterValue") == Int32(0))
        try await sandbox.call("incrementBy", Int32(5))
        try await expectError(.aborted) { try await sandbox.call("trapFatalError", "x", thenRestoringTo: clean) }
        #expect(sandbox.poisonedBy == nil)
        #expect(try await sandbox.call("counterValue") == Int32(0))
        let other = try Sandbox.hostile().snapshot()
        try await expectError(.snapshotMismatch) {
            try await sandbox.call("increment", thenRestoringTo: other) as Int32
        }
        #expect(try await sandbox.call("counterValue") == Int32(0))
    }

    @Test func statisticsCountThem() async throws {
        let sandbox = try Sandbox.test()
        let before = sandbox.statistics
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        #expect(sandbox.statistics.calls == before.calls + 1)
        #expect(sandbox.statistics.hostCalls == before.hostCalls + 1)
        #expect(sandbox.statistics.entries == before.entries + 2)
    }

    /// Actors have their own isolation, which a call does not leave but for the time that the guest runs.
    @Test func anActorCanHaveASandbox() async throws {
        actor Keeper {
            private let sandbox: Sandbox
            init(_ clean: Snapshot) throws {
                sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            }
            func increment() async throws -> Int32 {
                let count: Int32 = try await sandbox.call("increment")
                assertIsolated()
                return count
            }
        }
        let keeper = try Keeper(Sandbox.test().snapshot())
        #expect(try await keeper.increment() == 1)
        #expect(try await keeper.increment() == 2)
    }
}
