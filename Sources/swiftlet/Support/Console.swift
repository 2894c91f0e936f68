import Glibc

/// Where a command writes, results to standard output and everything else to standard error, and the files that it reads.
struct Console {
    let output: (String) -> Void
    /// Writes bytes to standard output as they are.
    let outputBytes: ([UInt8]) -> Void
    let errors: (String) -> Void
    /// Whether a person is reading standard output.
    let isTerminal: Bool
    let files: Files

    init(
        output: @escaping (String) -> Void, outputBytes: @escaping ([UInt8]) -> Void = { _ in },
        errors: @escaping (String) -> Void, isTerminal: Bool, files: Files = .system
    ) {
        self.output = output
        self.outputBytes = outputBytes
        self.errors = errors
        self.isTerminal = isTerminal
        self.files = files
    }

    static var standard: Console {
        Console(
            output: { write(Array("\($0)\n".utf8), to: STDOUT_FILENO) },
            outputBytes: { write($0, to: STDOUT_FILENO) },
            errors: { write(Array("\($0)\n".utf8), to: STDERR_FILENO) },
            isTerminal: isatty(STDOUT_FILENO) == 1)
    }

    private static func write(_ bytes: [UInt8], to descriptor: CInt) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                // A reader that has gone away, such as `head`, wants no more.
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
