import Wire

/// Writes a `GuestLogData` as guests do, from strings.
enum GuestLogDataWriter {
    /// Writes one log record; what is nil is left out.
    ///
    /// - Returns: The bytes of the message in the buffer.
    static func write(
        message: String, level: LogLevel, source: String? = nil, caller: String? = nil, sourceFile: String? = nil,
        line: UInt32 = 0, into buffer: UnsafeMutableRawBufferPointer
    ) throws(WireError) -> Range<Int> {
        var builder = FlatBufferBuilder(writingInto: buffer)
        let record = try builder.appendGuestLogData(
            message: builder.appendString(message), source: append(source, to: &builder), level: level,
            caller: append(caller, to: &builder), sourceFile: append(sourceFile, to: &builder), line: line)
        return try builder.finish(root: record, identifier: GuestLogDataView.fileIdentifier)
    }

    private static func append(
        _ text: String?, to builder: inout FlatBufferBuilder
    ) throws(WireError) -> FlatBufferOffset? {
        guard let text else { return nil }
        return try builder.appendString(text)
    }
}
