import Synchronization
import Testing

@testable import HostRuntime

/// Host functions whose types are known only when the program runs.
@Suite("Host functions of any type")
struct AnyHostFunctionTests {
    /// Replaces the host function `name` of those that `TestGuest` imports.
    private func sandbox(
        _ name: String, _ body: @escaping @Sendable ([AnyWireValue]) throws -> AnyWireValue?
    ) throws -> Sandbox {
        var functions = HostFunctions.forTests
        let signature = try #require(functions.signatures.first { $0.name == name })
        functions.register(signature, body)
        return try Sandbox.test(hostFunctions: functions)
    }

    @Test func argumentsArriveAndResultsLeave() throws {
        let sandbox = try sandbox("hostAdd") { arguments in
            guard case .int32(let left) = arguments[0], case .int32(let right) = arguments[1] else { return nil }
            return .int32(left * 10 + right)
        }
        #expect(try sandbox.call("add", Int32(4), Int32(2)) == Int32(42))
    }

    @Test func everyTypeTravels() throws {
        let received = Mutex<[AnyWireValue]>([])
        let arguments: [AnyWireValue] = [
            .int32(-1), .uint32(2), .int64(-3), .uint64(4), .float(0.5), .double(0.25), .bool(true), .string("text"),
            .bytes([1, 2, 3]),
        ]
        let sandbox = try sandbox("hostAll") { arguments in
            received.withLock { $0 = arguments }
            return .double(6.5)
        }
        #expect(try sandbox.call("allThroughHost", arguments: arguments) == .double(6.5))
        #expect(received.withLock { $0 } == arguments)
    }

    @Test func nothingCanBeReturned() throws {
        let count = Mutex(0)
        let sandbox = try sandbox("hostNothing") { arguments in
            count.withLock { $0 += 1 + arguments.count }
            return nil
        }
        let _: Double = try sandbox.call(
            "allThroughHost", Int32(0), UInt32(0), Int64(0), UInt64(0), Float(0), 0.0, true, "", [UInt8]())
        #expect(count.withLock { $0 } == 1)
    }

    @Test func whatItThrowsIsTheCause() throws {
        let sandbox = try sandbox("hostEcho") { _ in throw HostFailure(text: "no") }
        let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
        #expect(error.cause as? HostFailure == HostFailure(text: "no"))
    }

    @Test func aResultOfAnotherTypeIsAnError() throws {
        for (result, found) in [(AnyWireValue.int64(1), "Int64"), (nil, "nothing")] {
            let sandbox = try sandbox("hostEcho") { _ in result }
            let error = try expectError(.hostFunctionFailed) { try sandbox.call("echoThroughHost", "x") as String }
            let cause = try #require(error.cause as? SandboxError)
            #expect(cause.code == .signatureMismatch)
            #expect(cause.message.contains("hostEcho(String) -> String"))
            #expect(cause.message.contains(found))
            #expect(sandbox.poisonedBy == nil, "the guest function declares that it throws")
        }
    }

    @Test func aResultWhereNoneIsDueIsAnError() throws {
        let sandbox = try sandbox("hostNothing") { _ in .bool(true) }
        try expectError(.hostFunctionFailed) {
            try sandbox.call(
                "allThroughHost", Int32(0), UInt32(0), Int64(0), UInt64(0), Float(0), 0.0, true, "", [UInt8]())
                as Double
        }
    }

    @Test func aResultTooLargeForTheInputBufferIsATypedError() throws {
        let sandbox = try sandbox("hostMake") { _ in .bytes([UInt8](repeating: 1, count: 100_000)) }
        try expectError(.resultTooLarge) { try sandbox.call("bytesFromHost", UInt32(1)) as UInt64 }
    }
}
