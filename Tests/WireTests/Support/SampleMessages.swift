import Testing
import Wire

/// A message with what there is to know about it.
struct SampleMessage: CustomTestStringConvertible {
    let name: String
    let kind: MessageKind
    let bytes: [UInt8]

    var testDescription: String { name }
}

/// At least one message of every kind, and between them every field and every type of value.
enum SampleMessages {
    static func all() throws -> [SampleMessage] {
        [
            try call("call-empty", function: "f") { _ in },
            try call("call-scalars", function: "scalars", returning: .double) { writer throws(WireError) in
                try writer.append(Int32.min)
                try writer.append(UInt32.max)
                try writer.append(Int64.min)
                try writer.append(UInt64.max)
                try writer.append(Float(bitPattern: 0xFFC1_2345))
                try writer.append(-0.0)
                try writer.append(false)
                try writer.append(true)
            },
            try call("call-data", function: "größe 📏", returning: .bytes) { writer throws(WireError) in
                try writer.append("")
                try writer.append("nul \0 and ü")
                try writer.append([UInt8]())
                try writer.append([0, 1, 2, 255])
            },
            result("result-void", try message { try FunctionCallResultWriter.writeVoid(into: $0) }),
            result("result-int", try message { try FunctionCallResultWriter.write(returning: Int32(0), into: $0) }),
            result("result-text", try message { try FunctionCallResultWriter.write(returning: "text", into: $0) }),
            result(
                "result-error",
                try message {
                    try FunctionCallResultWriter.write(
                        errorCode: .max, message: "it broke", hostErrorToken: 7, into: $0)
                }),
            SampleMessage(
                name: "log-full", kind: .guestLogData,
                bytes: try message {
                    try GuestLogDataWriter.write(
                        message: "started", level: .critical, source: "demo", caller: "main()",
                        sourceFile: "Demo/main.swift", line: .max, into: $0)
                }),
            SampleMessage(
                name: "log-sparse", kind: .guestLogData,
                bytes: try message { try GuestLogDataWriter.write(message: "", level: .info, into: $0) }),
            SampleMessage(name: "definitions", kind: .functionDefinition, bytes: try definitions()),
        ]
    }

    private static func call(
        _ name: String, function: String, returning type: ValueType = .void,
        _ body: (inout FunctionCallWriter) throws -> Void
    ) throws -> SampleMessage {
        SampleMessage(
            name: name, kind: .functionCall, bytes: try callMessage(name: function, returning: type, body))
    }

    private static func result(_ name: String, _ bytes: [UInt8]) -> SampleMessage {
        SampleMessage(name: name, kind: .functionCallResult, bytes: bytes)
    }

    private static func definitions() throws -> [UInt8] {
        try builtMessage(identifier: FunctionDefinitionListView.fileIdentifier) { builder in
            let types: [ValueType] = [.string, .bytes, .bool]
            let hostFunctions = [
                try builder.appendHostFunctionDefinition(
                    name: builder.appendString("print"), parameterTypes: builder.appendVector(types.span))
            ]
            let guestFunctions = [
                try builder.appendGuestFunctionDefinition(name: builder.appendString("run"), returnType: .uint64)
            ]
            return try builder.appendFunctionDefinitionList(
                hostFunctions: builder.appendVector(hostFunctions.span),
                guestFunctions: builder.appendVector(guestFunctions.span))
        }
    }
}
