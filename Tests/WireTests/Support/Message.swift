import Wire

/// Runs a writer on a buffer of its own and copies the message out.
///
/// The buffer is filled with a pattern first, so that bytes which the writer leaves alone show up.
func message(
    capacity: Int = 8192, _ write: (UnsafeMutableRawBufferPointer) throws -> Range<Int>
) throws -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
    defer { buffer.deallocate() }
    buffer.initializeMemory(as: UInt8.self, repeating: 0xA5)
    return [UInt8](UnsafeRawBufferPointer(rebasing: buffer[try write(buffer)]))
}

/// Writes a call with the parameters that `body` appends.
func callMessage(
    name: String = "function", returning type: ValueType = .void, capacity: Int = 8192,
    _ body: (inout FunctionCallWriter) throws -> Void
) throws -> [UInt8] {
    try message(capacity: capacity) { buffer in
        var writer = FunctionCallWriter(writingInto: buffer)
        try body(&writer)
        return try writer.finish(functionName: name, expectedReturnType: type)
    }
}

/// Writes a message whose root `body` builds from parts.
func builtMessage(
    identifier: FileIdentifier? = nil, capacity: Int = 8192,
    _ body: (inout FlatBufferBuilder) throws -> FlatBufferOffset
) throws -> [UInt8] {
    try message(capacity: capacity) { buffer in
        var builder = FlatBufferBuilder(writingInto: buffer)
        let root = try body(&builder)
        return try builder.finish(root: root, identifier: identifier)
    }
}
