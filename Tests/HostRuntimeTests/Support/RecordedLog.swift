import Logging
import Synchronization

/// Keeps what is logged, for the tests to look at.
final class RecordedLog: Sendable {
    struct Entry: Equatable, Sendable {
        var level: Logger.Level
        var message: String
        var source: String
    }

    private let entries = Mutex<[Entry]>([])

    var all: [Entry] { entries.withLock { $0 } }
    var messages: [String] { all.map(\.message) }

    func logger(level: Logger.Level = .trace) -> Logger {
        var logger = Logger(label: "recorded") { _ in Handler(log: self) }
        logger.logLevel = level
        return logger
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.entries.withLock {
                $0.append(Entry(level: event.level, message: "\(event.message)", source: event.source))
            }
        }
    }
}
