#if !hasFeature(Embedded)
    internal import Glibc
    internal import Wire

    /// The guest's log where there is no sandbox: each record is a line on standard error.
    enum LogBuffer {
        static func append(
            level: LogLevel, message: RawSpan, source: UnsafeRawBufferPointer, caller: StaticString? = nil,
            file: StaticString? = nil, line: UInt32 = 0
        ) {
            guard UInt32(level.rawValue) >= GuestRuntime.environment.pointee.logLevel else { return }
            let text = message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            let place = file.map { " \($0):\(line):" } ?? ""
            var entry = "\(level)\(place) \(text)\n"
            // Whole or not at all: a log line that cannot be written is nothing to fail a test for.
            _ = entry.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }
#endif
