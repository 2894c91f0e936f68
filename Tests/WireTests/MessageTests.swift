import Testing
import Wire

/// What the messages of the ABI hold besides values.
@Suite("Messages")
struct MessageTests {
    @Test(arguments: ValueType.allCases)
    func discriminatorsEqualTypeCodes(_ type: ValueType) throws {
        let kind = try #require(ValueKind(rawValue: type.rawValue))
        #expect("\(kind)" == type.description + "Value")
        #expect(ValueKind.allCases.count == ValueType.allCases.count)
    }

    @Test func typeCodesAreThoseOfTheABI() {
        let codes = ValueType.allCases.map { "\($0.rawValue) \($0.description)" }
        #expect(
            codes == [
                "1 int32", "2 uint32", "3 int64", "4 uint64", "5 float", "6 double", "7 bool", "8 string", "9 bytes",
                "10 void",
            ])
    }

    @Test func reservedErrorCodesLieAboveTheAuthors() {
        for code in GuestErrorCode.allCases {
            #expect(code.rawValue >= 0xFFFF_FFFF_0000_0000)
        }
    }

    @Test func callCarriesNameTypeAndOrder() throws {
        let bytes = try callMessage(name: "größe", returning: .uint64) { writer in
            for index in 0..<32 {
                try writer.append(Int32(index))
            }
        }
        let call = try FunctionCallView(message: bytes.span.bytes)
        let name = try call.functionName.decoded()
        #expect(name == "größe")
        let type = try call.expectedReturnType
        #expect(type == .uint64)
        let count = try call.parameterCount
        #expect(count == 32)
        for index in 0..<32 {
            let value = try Int32(wireValue: call.parameter(at: index))
            #expect(value == Int32(index))
        }
    }

    @Test func callTakesAtMost32Parameters() throws {
        #expect(throws: WireError.tooManyParameters(limit: 32)) {
            _ = try callMessage { writer in
                for _ in 0..<33 {
                    try writer.append(true)
                }
            }
        }
    }

    @Test func parameterBeyondTheLast() throws {
        let bytes = try callMessage { try $0.append(true) }
        #expect(throws: WireError.indexOutOfRange(index: 1, count: 1)) {
            _ = try FunctionCallView(message: bytes.span.bytes).parameter(at: 1)
        }
        #expect(throws: WireError.indexOutOfRange(index: -1, count: 1)) {
            _ = try FunctionCallView(message: bytes.span.bytes).parameter(at: -1)
        }
    }

    @Test func valueOfAnotherType() throws {
        let bytes = try callMessage { try $0.append("text") }
        #expect(throws: WireError.valueTypeMismatch(expected: .int32, found: .string)) {
            _ = try Int32(wireValue: FunctionCallView(message: bytes.span.bytes).parameter(at: 0))
        }
        #expect(throws: WireError.valueTypeMismatch(expected: .void, found: .string)) {
            try FunctionCallView(message: bytes.span.bytes).parameter(at: 0).requireVoid()
        }
    }

    @Test func scalarWithoutValue() throws {
        let bytes = try builtMessage(identifier: FunctionCallView.fileIdentifier) { builder in
            let empty = try builder.appendInt32Value(value: nil)
            let parameters = [try builder.appendParameter(valueKind: .int32Value, value: empty)]
            return try builder.appendFunctionCall(
                functionName: builder.appendString("f"), parameters: builder.appendVector(parameters.span))
        }
        let error = #expect(throws: WireError.self) {
            _ = try Int32(wireValue: FunctionCallView(message: bytes.span.bytes).parameter(at: 0))
        }
        guard case .malformed(.missingField, _) = error else {
            Issue.record("unexpected error \(String(describing: error))")
            return
        }
    }

    @Test func errorCarriesCodeMessageAndToken() throws {
        let bytes = try message {
            try FunctionCallResultWriter.write(
                errorCode: GuestErrorCode.hostFunctionFailed.rawValue, message: "no such file", hostErrorToken: 41,
                into: $0)
        }
        let result = try FunctionCallResultView(message: bytes.span.bytes)
        guard case .guestError(let error) = try result.outcome else {
            Issue.record("the outcome is not an error")
            return
        }
        let (code, text, token) = (try error.code, try error.message.decoded(), try error.hostErrorToken)
        #expect(GuestErrorCode(rawValue: code) == .hostFunctionFailed)
        #expect(text == "no such file")
        #expect(token == 41)
    }

    @Test(arguments: LogLevel.allCases)
    func logRecord(level: LogLevel) throws {
        let bytes = try message {
            try GuestLogDataWriter.write(
                message: "ready", level: level, source: "demo", caller: "main()", sourceFile: "main.swift", line: 12,
                into: $0)
        }
        let record = try GuestLogDataView(message: bytes.span.bytes)
        let texts = [
            try record.message.decoded(), try record.source?.decoded(), try record.caller?.decoded(),
            try record.sourceFile?.decoded(),
        ]
        #expect(texts == ["ready", "demo", "main()", "main.swift"])
        let (readLevel, line) = (try record.level, try record.line)
        #expect(readLevel == level)
        #expect(line == 12)
    }

    @Test func logRecordsShareABuffer() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 8)
        defer { buffer.deallocate() }
        let first = try GuestLogDataWriter.write(message: "first", level: .info, into: buffer)
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[..<first.lowerBound])
        let second = try GuestLogDataWriter.write(message: "second", level: .info, into: rest)
        #expect(second.upperBound == first.lowerBound)
        for (range, text) in [(first, "first"), (second, "second")] {
            let view = try GuestLogDataView(message: UnsafeRawBufferPointer(rebasing: buffer[range]).bytes)
            let message = try view.message.decoded()
            #expect(message == text)
        }
    }
}
