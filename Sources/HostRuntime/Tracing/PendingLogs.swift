internal import Wire

/// Messages that a guest has logged since it was entered, oldest first, until they find their places among its trace records.
struct PendingLogs {
    struct Message {
        /// The guest's counter when it was logged; the guest's word.
        let counter: GuestNumber
        let level: LogLevel
        let text: String
    }

    private var messages: [Message] = []
    private var position = 0

    mutating func append(_ message: Message) {
        messages.append(message)
    }

    /// The oldest that has no place yet.
    func peek() -> Message? {
        position < messages.count ? messages[position] : nil
    }

    /// The same, and passes on to the one after it.
    mutating func next() -> Message? {
        guard let message = peek() else { return nil }
        position += 1
        return message
    }

    mutating func removeAll() {
        guard !messages.isEmpty else { return }
        messages.removeAll(keepingCapacity: true)
        position = 0
    }
}
