import Testing
import Wire

@testable import HostRuntime

/// Hostile host calls of an asynchronous function are refused as those of others are, and do not run it.
@Suite("Host calls that asynchronous functions refuse")
struct AsyncRefusalTests {
    private struct HasRun: Error {}

    private let sandbox: Sandbox
    private let table: HostFunctionTable

    init() throws {
        sandbox = try Sandbox.test()
        var functions = HostFunctions()
        functions.register("wait") { (_: String, _: Int32) async throws -> Int32 in throw HasRun() }
        table = HostFunctionTable(functions)
    }

    private func refusal(
        _ name: String, _ write: (inout FunctionCallWriter) throws(WireError) -> Void, cutBy bytes: Int = 0
    ) throws -> HostCallRefusal? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        var writer = FunctionCallWriter(writingInto: buffer)
        try write(&writer)
        let written = try writer.finish(functionName: name, expectedReturnType: .int32)
        let message = UnsafeRawBufferPointer(rebasing: buffer[written].dropLast(bytes))
        #expect(table.prepare(message, for: sandbox) == nil)
        let answer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { answer.deallocate() }
        return #expect(throws: HostCallRefusal.self) { _ = try table.answer(message, into: answer, for: sandbox) }
    }

    @Test func otherTypes() throws {
        let refusal = try refusal("wait") { (writer) throws(WireError) in
            try writer.append("text")
            try writer.append("text")
        }
        guard case .argumentType(let signature, expected: .int32, found: .string) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(signature.name == "wait")
    }

    @Test func anotherNumberOfArguments() throws {
        let refusal = try refusal("wait") { (writer) throws(WireError) in try writer.append("text") }
        guard case .argumentCount(_, found: 1) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test func anotherName() throws {
        let refusal = try refusal("weight") { (writer) throws(WireError) in try writer.append("text") }
        guard case .unknownFunction = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test func aMessageThatIsCut() throws {
        let refusal = try refusal(
            "wait",
            { (writer) throws(WireError) in
                try writer.append("text")
                try writer.append(Int32(7))
            }, cutBy: 40)
        guard case .malformed = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    /// The test of the tests.
    @Test func aCallAsItShouldBe() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        var writer = FunctionCallWriter(writingInto: buffer)
        try writer.append("text")
        try writer.append(Int32(7))
        let written = try writer.finish(functionName: "wait", expectedReturnType: .int32)
        let function = table.prepare(UnsafeRawBufferPointer(rebasing: buffer[written]), for: sandbox)
        #expect(function?.name == "wait")
    }
}
