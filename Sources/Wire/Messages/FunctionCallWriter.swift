/// Writes a `FunctionCall` straight into a buffer: the parameters first, in order, then `finish`.
public struct FunctionCallWriter: ~Copyable {
    /// The number of parameters that a function can have, which is what a function record has room for.
    @inlinable
    public static var parameterLimit: Int { 32 }

    @usableFromInline var builder: FlatBufferBuilder
    @usableFromInline var parameters: InlineArray<32, FlatBufferOffset>
    /// The number of parameters written so far.
    @usableFromInline var parameterCount: Int

    /// Makes a writer for a message at the end of `buffer`, which must outlive the writer.
    @inlinable
    public init(writingInto buffer: UnsafeMutableRawBufferPointer) {
        builder = FlatBufferBuilder(writingInto: buffer)
        parameters = InlineArray(repeating: FlatBufferOffset(distanceFromEnd: 0))
        parameterCount = 0
    }

    /// Writes the next parameter.
    @inlinable
    public mutating func append<Value: WireValue>(_ value: Value) throws(WireError) {
        try checkRoom()
        try appendParameter(ValueKind(Value.valueType), value.append(to: &builder))
    }

    /// Writes the next parameter, bytes that are copied once.
    @inlinable
    public mutating func append(_ bytes: RawSpan) throws(WireError) {
        try checkRoom()
        let vector = try builder.appendBytes(bytes)
        try appendParameter(.bytesValue, builder.appendBytesValue(value: vector))
    }

    /// Where in the buffer anything was written, also when a part did not fit.
    @inlinable
    public var written: Range<Int> { builder.written }

    /// Ends the message.
    ///
    /// - Returns: The bytes of the message in the buffer given to `init(writingInto:)`.
    @inlinable
    public mutating func finish(
        functionName: String, expectedReturnType: ValueType
    ) throws(WireError) -> Range<Int> {
        try finish(functionNameUTF8: functionName.utf8.span.bytes, expectedReturnType: expectedReturnType)
    }

    /// Ends the message, with the function's name as bytes that are known to be UTF-8.
    ///
    /// - Returns: The bytes of the message in the buffer given to `init(writingInto:)`.
    @inlinable
    public mutating func finish(
        functionNameUTF8: RawSpan, expectedReturnType: ValueType
    ) throws(WireError) -> Range<Int> {
        let parameters = try builder.appendVector(parameters.span.extracting(first: parameterCount))
        let name = try builder.appendString(utf8: functionNameUTF8)
        let call = try builder.appendFunctionCall(
            functionName: name, parameters: parameters, expectedReturnType: expectedReturnType)
        return try builder.finish(root: call, identifier: FunctionCallView.fileIdentifier)
    }

    @inlinable
    func checkRoom() throws(WireError) {
        guard parameterCount < Self.parameterLimit else { throw .tooManyParameters(limit: Self.parameterLimit) }
    }

    @inlinable
    mutating func appendParameter(_ kind: ValueKind, _ value: FlatBufferOffset) throws(WireError) {
        parameters[parameterCount] = try builder.appendParameter(valueKind: kind, value: value)
        parameterCount += 1
    }
}
