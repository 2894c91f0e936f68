public import Wire

/// The guest's log, which arrives at the host's logger.
///
/// The host chooses the least severe level that it wants to see, and can change it at any time; below it, a message is
/// not even put together.
public enum Log {
    /// Whether messages of `level` reach the host now.
    public static func isEnabled(_ level: LogLevel) -> Bool {
        UInt32(level.rawValue) >= GuestRuntime.environment.pointee.logLevel
    }

    /// Logs `message`.
    public static func log(
        _ level: LogLevel, _ message: @autoclosure () -> String, file: StaticString = #fileID,
        function: StaticString = #function, line: UInt = #line
    ) {
        guard isEnabled(level) else { return }
        write(level, message(), file, function, line)
    }

    /// Logs `message` at level `trace`.
    public static func trace(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.trace, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `debug`.
    public static func debug(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.debug, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `info`.
    public static func info(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.info, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `notice`.
    public static func notice(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.notice, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `warning`.
    public static func warning(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.warning, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `error`.
    public static func error(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.error, message(), file: file, function: function, line: line)
    }

    /// Logs `message` at level `critical`.
    public static func critical(
        _ message: @autoclosure () -> String, file: StaticString = #fileID, function: StaticString = #function,
        line: UInt = #line
    ) {
        log(.critical, message(), file: file, function: function, line: line)
    }

    private static func write(
        _ level: LogLevel, _ message: String, _ file: StaticString, _ function: StaticString, _ line: UInt
    ) {
        LogBuffer.append(
            level: level, message: message.utf8.span.bytes, source: module(of: file), caller: function, file: file,
            line: UInt32(truncatingIfNeeded: line))
    }

    /// A file identifier is the module, a slash, and the file's name (SE-0274).
    private static func module(of file: StaticString) -> UnsafeRawBufferPointer {
        let bytes = file.utf8Bytes
        let end = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        return UnsafeRawBufferPointer(rebasing: bytes[..<end])
    }
}
