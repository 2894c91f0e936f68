/// Text on its way to standard output, in pieces that are worth a system call, or to a file, in one.
struct ConsoleStream: TextOutputStream {
    private static let pieceSize = 1 << 16

    private let console: Console
    private let keepsAll: Bool
    /// What was not written to the console yet.
    private(set) var bytes: [UInt8] = []

    /// - Parameter keepsAll: Whether nothing is written to the console.
    init(_ console: Console, keepsAll: Bool) {
        self.console = console
        self.keepsAll = keepsAll
    }

    mutating func write(_ text: String) {
        bytes += text.utf8
        if !keepsAll, bytes.count >= Self.pieceSize {
            flush()
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Writes the rest to the console.
    func flush() {
        if !bytes.isEmpty { console.outputBytes(bytes) }
    }
}
