import Testing

@testable import HostRuntime

/// Calls whose types are known only when the program runs.
@Suite("Values of any type")
struct AnyWireValueTests {
    private static let values: [(ValueType, AnyWireValue)] = [
        (.int32, .int32(.min)), (.uint32, .uint32(.max)), (.int64, .int64(.min)), (.uint64, .uint64(.max)),
        (.float, .float(-0.1)), (.double, .double(.leastNonzeroMagnitude)), (.bool, .bool(true)),
        (.string, .string("grüße\0!")), (.bytes, .bytes([UInt8](0...255))),
    ]

    @Test func everyTypeIsItself() {
        for (type, value) in Self.values { #expect(value.valueType == type) }
        #expect(Set(Self.values.map(\.0)).count == ValueType.allCases.count - 1, "all but void")
    }

    @Test func everyTypeComesBackFromTheGuest() throws {
        let sandbox = try Sandbox.test()
        let functions: [ValueType: String] = [
            .int32: "echoInt32", .uint32: "echoUInt32", .int64: "echoInt64", .uint64: "echoUInt64",
            .float: "echoFloat", .double: "echoDouble", .bool: "echoBool", .string: "echoString", .bytes: "echoBytes",
        ]
        for (type, value) in Self.values {
            let name = try #require(functions[type])
            #expect(try sandbox.call(name, arguments: [value]) == value)
        }
    }

    @Test func aFunctionThatReturnsNothingHasNoResult() throws {
        #expect(try Sandbox.test().call("nothing", arguments: []) == nil)
    }

    @Test func argumentsOfOtherTypesNameBothSignatures() throws {
        let sandbox = try Sandbox.test()
        let entries = sandbox.statistics.entries
        let error = try expectError(.signatureMismatch) {
            try sandbox.call("add", arguments: [.int32(1), .int64(2)])
        }
        #expect(error.message.contains("add(Int32, Int32) -> Int32"))
        #expect(error.message.contains("add(Int32, Int64) -> Int32"))
        #expect(sandbox.statistics.entries == entries, "the guest did not run")
    }

    @Test func anotherNumberOfArgumentsIsRefused() throws {
        let sandbox = try Sandbox.test()
        try expectError(.signatureMismatch) { try sandbox.call("add", arguments: [.int32(1)]) }
        try expectError(.signatureMismatch) {
            try sandbox.call("sum32", arguments: [AnyWireValue](repeating: .int32(1), count: 33))
        }
        let sum = try sandbox.call("sum32", arguments: [AnyWireValue](repeating: .int32(1), count: 32))
        #expect(sum == .int32(32))
    }

    @Test func anUnknownFunctionIsRefused() throws {
        try expectError(.functionNotFound) { try Sandbox.test().call("ad", arguments: []) }
    }

    @Test func argumentsTooLargeLeaveTheSandboxUsable() throws {
        let sandbox = try Sandbox.test()
        try expectError(.argumentsTooLarge) {
            try sandbox.call("bytesLength", arguments: [.bytes([UInt8](repeating: 0, count: 70_000))])
        }
        #expect(try sandbox.call("bytesLength", arguments: [.bytes([1, 2])]) == .uint64(2))
    }

    @Test func theGuestsErrorsArriveAsInOtherCalls() throws {
        let error = try expectError(.guestError) {
            try Sandbox.test().call("lookUp", arguments: [.string("unknown")])
        }
        #expect(error.guestError?.code == 404)
    }

    @Test func aCallRestoresWhetherItReturnsOrNot() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        #expect(try sandbox.call("increment", arguments: [], thenRestoringTo: clean) == .int32(1))
        #expect(try sandbox.call("counterValue", arguments: []) == .int32(0))

        try sandbox.call("increment", arguments: [])
        try expectError(.signatureMismatch) {
            try sandbox.call("increment", arguments: [.bool(true)], thenRestoringTo: clean)
        }
        #expect(try sandbox.call("counterValue", arguments: []) == .int32(0))
    }
}
