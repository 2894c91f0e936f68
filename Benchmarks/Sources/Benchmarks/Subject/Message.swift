import HostRuntime

/// Messages as the two sides write them.
enum Message {
    static func call<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument, returning type: ValueType
    ) throws -> [UInt8] {
        try bytes { (buffer) throws(WireError) in
            var writer = FunctionCallWriter(writingInto: buffer)
            repeat try writer.append(each arguments)
            return try writer.finish(functionName: name, expectedReturnType: type)
        }
    }

    static func result<Value: WireValue>(_ value: Value) throws -> [UInt8] {
        try bytes { (buffer) throws(WireError) in
            try FunctionCallResultWriter.write(returning: value, into: buffer)
        }
    }

    static func voidResult() throws -> [UInt8] {
        try bytes { (buffer) throws(WireError) in try FunctionCallResultWriter.writeVoid(into: buffer) }
    }

    private static func bytes(
        _ write: (UnsafeMutableRawBufferPointer) throws(WireError) -> Range<Int>
    ) throws -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        return try [UInt8](UnsafeRawBufferPointer(rebasing: buffer[write(buffer)]))
    }
}
