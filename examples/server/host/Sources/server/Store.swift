import Logging

/// Stands in for a database, whose answers take a while.
struct Store: Sendable {
    let statistics: Statistics
    let logger: Logger

    private static let entries: [String: (value: String, delay: Duration)] = [
        "price of rye": ("320", .milliseconds(1)),
        "price of pretzel": ("110", .milliseconds(1)),
        // Asked of the supplier, who is slow to answer.
        "price of truffle": ("9900", .milliseconds(200)),
        // Longer than any request has time.
        "price of meteorite": ("100000000", .seconds(3600)),
    ]

    /// Waits without a thread, and no longer than its task wants to: `Task.sleep` throws when that is cancelled.
    func value(for key: String, request: String?) async throws -> String {
        // The key is the guest's words, and could look like a line of the log.
        logger.debug("looks up \(key.debugDescription)", metadata: ["request": "\(request ?? "none")"])
        guard let entry = Self.entries[key] else { throw UnknownKey(key: key) }
        statistics.lookUpBegins()
        defer { statistics.lookUpEnds() }
        try await Task.sleep(for: entry.delay)
        return entry.value
    }
}

struct UnknownKey: Error {
    let key: String
}
