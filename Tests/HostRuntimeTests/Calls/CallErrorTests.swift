import HostRuntime
import Testing

@Suite("Calls that do not fit the guest's functions")
struct CallErrorTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try .test()
    }

    @Test func unknownNameListsWhatThereIs() throws {
        let error = try expectError(.functionNotFound) { try sandbox.call("ecoString", "x") as String }
        #expect(error.message.contains("\"ecoString\""))
        #expect(error.message.contains("add(Int32, Int32) -> Int32"))
        #expect(error.message.contains(" more"))
        #expect(sandbox.statistics.calls == 0)
    }

    @Test func wrongParameterTypeNamesBothSignatures() throws {
        let error = try expectError(.signatureMismatch) { try sandbox.call("echoString", Int32(1)) as String }
        #expect(error.message.contains("echoString(String) -> String"))
        #expect(error.message.contains("echoString(Int32) -> String"))
    }

    @Test func wrongParameterCountNamesBothSignatures() throws {
        let error = try expectError(.signatureMismatch) { try sandbox.call("echoString", "a", "b") as String }
        #expect(error.message.contains("echoString(String, String) -> String"))
        try expectError(.signatureMismatch) { try sandbox.call("echoString") as String }
    }

    @Test func wrongResultTypeNamesBothSignatures() throws {
        let error = try expectError(.signatureMismatch) { try sandbox.call("echoString", "x") as Int32 }
        #expect(error.message.contains("echoString(String) -> Int32"))
        try expectError(.signatureMismatch) { try sandbox.call("echoString", "x") }
        try expectError(.signatureMismatch) { try sandbox.call("nothing") as Int32 }
    }

    @Test func nothingRunsBeforeTheCheckSucceeds() throws {
        let entries = sandbox.statistics.entries
        try expectError(.signatureMismatch) { try sandbox.call("increment", Int32(1)) as Int32 }
        #expect(sandbox.statistics.entries == entries)
        #expect(try sandbox.call("increment") == Int32(1))
    }

    @Test func argumentsTooLargeLeaveTheSandboxUsable() throws {
        let error = try expectError(.argumentsTooLarge) {
            try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 70_000)) as UInt64
        }
        #expect(error.message.contains("bytesLength([UInt8]) -> UInt64"))
        #expect(error.message.contains("65536"))
        #expect(try sandbox.call("echoInt32", Int32(5)) == Int32(5))
    }

    @Test func resultTooLargeLeavesTheSandboxUsable() throws {
        let error = try expectError(.resultTooLarge) {
            try sandbox.call("makeBytes", UInt32(70_000), UInt32(1)) as [UInt8]
        }
        #expect(error.guestError?.code == GuestErrorCode.resultTooLarge.rawValue)
        #expect(error.message.contains("65536"))
        #expect(try sandbox.call("makeBytes", UInt32(3), UInt32(9)) == [UInt8](repeating: 9, count: 3))
    }

    @Test func wireNameReplacesTheSwiftName() throws {
        #expect(try sandbox.call("named otherwise") == Int32(7))
        try expectError(.functionNotFound) { try sandbox.call("hasAnotherName") as Int32 }
    }

    @Test func functionsOfLibrariesAreExportedOnce() throws {
        #expect(try sandbox.call("libraryDouble", Int64(21)) == Int64(42))
        #expect(sandbox.image.functions.filter { $0.name == "libraryDouble" }.count == 1)
    }
}
