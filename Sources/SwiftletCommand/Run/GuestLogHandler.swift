import Logging

/// Shows a guest's log to people, a line for each record.
struct GuestLogHandler: LogHandler {
    /// A sandbox logs on the thread that calls it, and a command has one thread.
    nonisolated(unsafe) let write: (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write("guest \(event.level): \(event.message.description.printable)")
    }
}

extension Logger {
    /// A logger for guests that writes to standard error, whatever standard output is for.
    static func guest(_ console: Console, level: Level) -> Logger {
        Logger(label: "swiftlet.guest") { _ in GuestLogHandler(write: console.errors, logLevel: level) }
    }
}
