import Synchronization
import Testing

@testable import HostRuntime

@Suite("Host functions")
struct HostFunctionTests {
    @Test func theGuestCallsTheHost() throws {
        let sandbox = try Sandbox.test()
        #expect(try sandbox.call("add", Int32(20), Int32(22)) == Int32(42))
        #expect(try sandbox.call("addFromLibrary", Int32(1), Int32(2)) == Int32(3))
        #expect(try sandbox.call("echoThroughHost", "grüße\0!") == "grüße\0!")
        let bytes = [UInt8](0...255)
        #expect(try sandbox.call("bytesThroughHost", bytes) == bytes)
    }

    @Test func everyTypeTravelsToTheHost() throws {
        let sandbox = try Sandbox.test()
        let result: Double = try sandbox.call(
            "allThroughHost", Int32(-1), UInt32(2), Int64(-3), UInt64(4), Float(0.5), 0.25, true, "text",
            [UInt8](1...9))
        #expect(result == 16.75, "the sum of all of them, with the lengths of text and bytes")
    }

    /// The call's own argument must not be overwritten by answers.
    @Test func argumentsOutliveHostCalls() throws {
        let sandbox = try Sandbox.test()
        let data = [UInt8](repeating: 2, count: 50_000)
        let sum: UInt64 = try sandbox.call("callHostOften", Int32(100), data)
        #expect(sum == 100_000 + 5050)
        #expect(sandbox.statistics.hostCalls == 100)
    }

    @Test func anErrorCanBeCaughtInTheGuest() throws {
        let sandbox = try Sandbox.test()
        let text: String = try sandbox.call("catchHostError", "no luck")
        #expect(text.contains("hostFail"))
        #expect(text.contains("no luck"))
        #expect(sandbox.poisonedBy == nil)
    }

    @Test func anErrorPassedOnComesBackWithItsCause() throws {
        let sandbox = try Sandbox.test()
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("passHostErrorOn", "oh") as Int32 }
        #expect(error.cause as? HostFailure == HostFailure(text: "oh"))
        #expect(sandbox.poisonedBy == nil)
        #expect(try sandbox.call("add", Int32(1), Int32(1)) == Int32(2))
    }

    @Test func ofTwoErrorsTheRightOneComesBack() throws {
        let sandbox = try Sandbox.test()
        for _ in 0..<3 {
            let error = try expectError(.hostFunctionFailed) { try sandbox.call("passSecondErrorOn") as Int32 }
            #expect(error.cause as? HostFailure == HostFailure(text: "second"))
        }
    }

    @Test func anErrorThatNobodyCatchesEndsTheCall() throws {
        let sandbox = try Sandbox.test()
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("ignoreHostError", "bad") as Int32 }
        #expect(error.cause as? HostFailure == HostFailure(text: "bad"))
        // The guest was left in the middle of its function.
        #expect(sandbox.poisonedBy?.code == .hostFunctionFailed)
        let poisoned = try expectError(.poisoned) { try sandbox.call("nothing") }
        #expect((poisoned.cause as? SandboxError)?.code == .hostFunctionFailed)
    }

    /// Neither the number of errors nor what they hold on to may pile up.
    @Test func manyErrorsLeaveNothingBehind() throws {
        let alive = Alive()
        var functions = HostFunctions.forTests
        functions.register("hostFail") { (text: String) throws -> Int32 in
            throw CountedFailure(text: text, count: Count(alive))
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("passLastErrorOn", Int32(2000)) as Int32 }
        #expect((error.cause as? CountedFailure)?.text == "2000")
        #expect(alive.count.withLock { $0 } == 1, "the one that was passed on")
        #expect(sandbox.statistics.hostCalls == 2000)
    }

    private struct CountedFailure: Error {
        let text: String
        let count: Count
    }

    /// Counts its own instances.
    private final class Count: Sendable {
        private let alive: Alive

        init(_ alive: Alive) {
            self.alive = alive
            alive.count.withLock { $0 += 1 }
        }

        deinit { alive.count.withLock { $0 -= 1 } }
    }

    private final class Alive: Sendable {
        let count = Mutex(0)
    }

    /// Names are compared byte by byte, as the guest sends them, not as text.
    @Test func namesThatOnlyLookTheSameDiffer() throws {
        var functions = HostFunctions()
        functions.register("caf\u{e9}") {}
        let table = HostFunctionTable(functions)
        try table.validate(imports: [FunctionSignature(name: "caf\u{e9}", parameters: [], result: .void)])
        try expectError(.hostFunctionMismatch) {
            try table.validate(imports: [FunctionSignature(name: "cafe\u{301}", parameters: [], result: .void)])
        }
    }

    @Test func resultsTooLargeForTheInputBufferAreTypedErrors() throws {
        let sandbox = try Sandbox.test()
        let error = try expectError(.resultTooLarge) { try sandbox.call("bytesFromHost", UInt32(100_000)) as UInt64 }
        #expect(error.message.contains("inputSize"))
        #expect(try sandbox.call("bytesFromHost", UInt32(1000)) == UInt64(3000))
    }

    @Test func argumentsTooLargeForTheOutputBufferAreTypedErrors() throws {
        let sandbox = try Sandbox.test(
            configuration: .init(inputSize: .kibibytes(256), outputSize: .kibibytes(16), logger: .silent))
        let error = try expectError(.guestError) {
            try sandbox.call("bytesThroughHost", [UInt8](repeating: 1, count: 20_000)) as [UInt8]
        }
        #expect(error.guestError?.code == GuestErrorCode.argumentsTooLarge.rawValue)
        #expect(
            try sandbox.call("bytesThroughHost", [UInt8](repeating: 1, count: 9)) == [UInt8](repeating: 1, count: 9))
    }

    @Test func aLongErrorFitsEvenWhenArgumentsFillTheBuffer() throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (_: Int32, _: Int32) -> Int32 in
            throw HostFailure(text: String(repeating: "é", count: 100_000))
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let error = try expectError(.hostFunctionFailed) {
            try sandbox.call("callHostOften", Int32(1), [UInt8](repeating: 0, count: 65_300)) as UInt64
        }
        #expect(error.cause is HostFailure)
    }

    @Test func aMissingFunctionIsNamedBeforeTheGuestRuns() throws {
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in left + right }
        let error = try expectError(.hostFunctionMismatch) { try Sandbox.test(hostFunctions: functions) }
        #expect(error.message.contains("not registered"))
    }

    @Test func anotherSignatureIsNamedBeforeTheGuestRuns() throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int64, right: Int32) -> Int32 in 0 }
        let error = try expectError(.hostFunctionMismatch) { try Sandbox.test(hostFunctions: functions) }
        #expect(error.message.contains("hostAdd(Int32, Int32) -> Int32"))
        #expect(error.message.contains("hostAdd(Int64, Int32) -> Int32"))
    }

    @Test func registeredFunctionsAreListed() {
        #expect(HostFunctions.forTests.signatures.map(\.description).contains("hostFail(String) -> Int32"))
    }
}
