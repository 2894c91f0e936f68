import Logging
import Synchronization

/// Keeps what is logged, for the tests to look at.
final class RecordedMessages: Sendable {
    private let messages = Mutex<[String]>([])

    var all: [String] { messages.withLock { $0 } }

    var logger: Logger { Logger(label: "recorded") { _ in Handler(messages: self) } }

    private struct Handler: LogHandler {
        let messages: RecordedMessages
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            messages.messages.withLock { $0.append("\(event.level): \(event.message)") }
        }
    }
}
