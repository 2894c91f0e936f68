@testable import SwiftletCommand

/// Keeps what a command writes.
final class RecordedConsole {
    private(set) var output: [String] = []
    private(set) var errors: [String] = []

    var console: Console {
        Console(
            output: { self.output.append($0) }, errors: { self.errors.append($0) }, isTerminal: false)
    }

    /// All that went to standard output.
    var text: String { output.joined(separator: "\n") }
}
