import TestSupport
import Testing
import Wire

/// Every value comes back bit for bit, as a parameter and as a result.
@Suite("Values round-trip")
struct ValueRoundTripTests {
    @Test(arguments: [Int32.min, -1, 0, 1, .max])
    func int32(_ value: Int32) throws { try expectRoundTrip(value) { $0 == $1 } }

    @Test(arguments: [UInt32.min, 1, 0x8000_0000, .max])
    func uint32(_ value: UInt32) throws { try expectRoundTrip(value) { $0 == $1 } }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func int64(_ value: Int64) throws { try expectRoundTrip(value) { $0 == $1 } }

    @Test(arguments: [UInt64.min, 1, 0x8000_0000_0000_0000, .max])
    func uint64(_ value: UInt64) throws { try expectRoundTrip(value) { $0 == $1 } }

    @Test(
        arguments: [
            0, 0x8000_0000, 1, 0x8000_0001, 0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC1_2345,
            0x7F80_0001,
        ] as [UInt32])
    func float(bits: UInt32) throws {
        try expectRoundTrip(Float(bitPattern: bits)) { $0.bitPattern == $1.bitPattern }
    }

    @Test(
        arguments: [
            0, 0x8000_0000_0000_0000, 1, 0x7FEF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
            0x7FF8_0000_0000_0000, 0xFFF8_1234_5678_9ABC, 0x7FF0_0000_0000_0001,
        ] as [UInt64])
    func double(bits: UInt64) throws {
        try expectRoundTrip(Double(bitPattern: bits)) { $0.bitPattern == $1.bitPattern }
    }

    @Test(arguments: [false, true])
    func bool(_ value: Bool) throws { try expectRoundTrip(value) { $0 == $1 } }

    @Test(arguments: [
        "", "a", "exactly fifteen", "exactly sixteen!", "nul \0 inside", "größe 📏 \u{10FFFF}", "e\u{301}",
    ])
    func string(_ value: String) throws {
        // Strings compare equal under canonical equivalence; the wire must keep the scalars themselves.
        try expectRoundTrip(value) { Array($0.utf8) == Array($1.utf8) }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 4000])
    func bytes(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        try expectRoundTrip((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }) { $0 == $1 }
    }

    @Test func void() throws {
        let bytes = try message { try FunctionCallResultWriter.writeVoid(into: $0) }
        let result = try FunctionCallResultView(message: bytes.span.bytes)
        guard case .returnValue(let returned) = try result.outcome else {
            Issue.record("the outcome is not a return value")
            return
        }
        try returned.value.requireVoid()
        let type = try returned.value.type
        #expect(type == .void)
    }

    @Test func bytesWithoutCopy() throws {
        let payload: [UInt8] = [9, 8, 7]
        let call = try callMessage { writer in
            try writer.append(payload.span.bytes)
            try writer.append(payload)
        }
        let view = try FunctionCallView(message: call.span.bytes)
        for index in 0..<2 {
            let bytes = try view.parameter(at: index).bytes.withUnsafeBytes { [UInt8]($0) }
            #expect(bytes == payload)
        }
    }

    private func expectRoundTrip<Value: WireValue>(
        _ value: Value, _ areIdentical: (Value, Value) -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let call = try callMessage { try $0.append(value) }
        try FunctionCallView.verify(message: call.span.bytes)
        let parameter = try Value(wireValue: FunctionCallView(message: call.span.bytes).parameter(at: 0))
        #expect(areIdentical(parameter, value), "parameter \(parameter)", sourceLocation: sourceLocation)

        let answer = try message { try FunctionCallResultWriter.write(returning: value, into: $0) }
        try FunctionCallResultView.verify(message: answer.span.bytes)
        let view = try FunctionCallResultView(message: answer.span.bytes)
        guard case .returnValue(let returned) = try view.outcome else {
            Issue.record("the outcome is not a return value", sourceLocation: sourceLocation)
            return
        }
        let result = try Value(wireValue: returned.value)
        #expect(areIdentical(result, value), "result \(result)", sourceLocation: sourceLocation)
    }
}
