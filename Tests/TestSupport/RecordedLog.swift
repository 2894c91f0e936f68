package import Logging
import Synchronization

/// Keeps what is logged, for the tests to look at.
package final class RecordedLog: Sendable {
    package struct Entry: Equatable, Sendable {
        package var level: Logger.Level
        package var message: String
        package var source: String

        package init(level: Logger.Level, message: String, source: String) {
            self.level = level
            self.message = message
            self.source = source
        }
    }

    private let entries = Mutex<[Entry]>([])

    package init() {}

    package var all: [Entry] { entries.withLock { $0 } }
    package var messages: [String] { all.map(\.message) }

    package func logger(level: Logger.Level = .trace) -> Logger {
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
