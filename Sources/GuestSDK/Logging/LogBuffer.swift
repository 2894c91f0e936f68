#if hasFeature(Embedded)
    internal import CGuest
    internal import CProcessor
    internal import Wire

    /// The buffer in which log records wait for the next exit, so that a record costs no exit of its own.
    ///
    /// Its first word counts the bytes in use. Records are stacked downward from its end, because messages are written
    /// from back to front: each is a `GuestLogData`, then its length in eight bytes.
    enum LogBuffer {
        private static let wordSize = 8

        static func append(
            level: LogLevel, message: RawSpan, source: UnsafeRawBufferPointer, caller: StaticString? = nil,
            file: StaticString? = nil, line: UInt32 = 0
        ) {
            guard UInt32(level.rawValue) >= GuestRuntime.environment.pointee.logLevel else { return }
            if !tryAppend(level, message, source, caller, file, line) {
                _ = swiftlet_exit(ExitPort.logFlush.rawValue, 0, 0)
                if !tryAppend(level, message, source, caller, file, line) {
                    // Longer than the whole buffer: its beginning has to do.
                    let room = GuestRuntime.buffer(GuestRuntime.environment.pointee.log).count / 2
                    _ = tryAppend(level, prefix(of: message, room), source, nil, nil, line)
                }
            }
        }

        private static func tryAppend(
            _ level: LogLevel, _ message: RawSpan, _ source: UnsafeRawBufferPointer, _ caller: StaticString?,
            _ file: StaticString?, _ line: UInt32
        ) -> Bool {
            let buffer = GuestRuntime.buffer(GuestRuntime.environment.pointee.log)
            guard let start = buffer.baseAddress else { return false }
            let used = Int(start.load(as: UInt64.self))
            let end = buffer.count - used - wordSize
            guard end > wordSize else { return false }
            let free = UnsafeMutableRawBufferPointer(rebasing: buffer[wordSize..<end])
            do throws(WireError) {
                var builder = FlatBufferBuilder(writingInto: free)
                let record = try builder.appendGuestLogData(
                    message: builder.appendString(utf8: message), source: builder.appendString(utf8: source.bytes),
                    level: level,
                    caller: builder.append(caller), sourceFile: builder.append(file), line: line,
                    counter: swiftlet_rough_time_stamp_counter())
                let range = try builder.finish(root: record, identifier: GuestLogDataView.fileIdentifier)
                start.storeBytes(of: UInt64(range.count), toByteOffset: end, as: UInt64.self)
                start.storeBytes(of: UInt64(used + range.count + wordSize), as: UInt64.self)
                return true
            } catch {
                return false
            }
        }

        /// As many whole characters as fit `limit` bytes.
        @_lifetime(copy text)
        private static func prefix(of text: RawSpan, _ limit: Int) -> RawSpan {
            guard text.byteCount > limit else { return text }
            var end = limit
            // A byte of the form 10xxxxxx continues a character (RFC 3629).
            while end > 0, text.unsafeLoad(fromByteOffset: end, as: UInt8.self) & 0xc0 == 0x80 { end -= 1 }
            return text.extracting(0..<end)
        }
    }

    extension FlatBufferBuilder {
        fileprivate mutating func append(_ text: StaticString?) throws(WireError) -> FlatBufferOffset? {
            guard let text else { return nil }
            return try appendString(utf8: text.utf8Bytes.bytes)
        }
    }
#endif
