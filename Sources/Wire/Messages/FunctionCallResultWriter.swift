/// Writes a `FunctionCallResult` straight into the end of a buffer.
///
/// Each function returns the bytes of the message in the buffer.
public enum FunctionCallResultWriter {
    /// Writes the result of a function that returned a value.
    @inlinable
    public static func write<Value: WireValue>(
        returning value: Value, into buffer: UnsafeMutableRawBufferPointer
    ) throws(WireError) -> Range<Int> {
        var builder = FlatBufferBuilder(writingInto: buffer)
        let table = try value.append(to: &builder)
        return try finish(&builder, returning: ValueKind(Value.valueType), table)
    }

    /// Writes the result of a function that returns nothing.
    @inlinable
    public static func writeVoid(into buffer: UnsafeMutableRawBufferPointer) throws(WireError) -> Range<Int> {
        var builder = FlatBufferBuilder(writingInto: buffer)
        let table = try builder.appendVoidValue()
        return try finish(&builder, returning: .voidValue, table)
    }

    /// Writes the result of a function that failed.
    @inlinable
    public static func write(
        errorCode: UInt64, message: String, hostErrorToken: UInt32 = 0, into buffer: UnsafeMutableRawBufferPointer
    ) throws(WireError) -> Range<Int> {
        var builder = FlatBufferBuilder(writingInto: buffer)
        let text = try builder.appendString(message)
        let error = try builder.appendGuestError(code: errorCode, message: text, hostErrorToken: hostErrorToken)
        return try finish(&builder, .guestError, error)
    }

    @inlinable
    static func finish(
        _ builder: inout FlatBufferBuilder, returning kind: ValueKind, _ value: FlatBufferOffset
    ) throws(WireError) -> Range<Int> {
        let returned = try builder.appendReturnValue(valueKind: kind, value: value)
        return try finish(&builder, .returnValue, returned)
    }

    @inlinable
    static func finish(
        _ builder: inout FlatBufferBuilder, _ kind: CallOutcomeKind, _ outcome: FlatBufferOffset
    ) throws(WireError) -> Range<Int> {
        let result = try builder.appendFunctionCallResult(outcomeKind: kind, outcome: outcome)
        return try builder.finish(root: result, identifier: FunctionCallResultView.fileIdentifier)
    }
}
