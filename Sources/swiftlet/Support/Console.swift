import Glibc

/// Where a command writes: results to standard output, everything else to standard error.
struct Console {
    let output: (String) -> Void
    let errors: (String) -> Void
    /// Whether a person is reading standard output.
    let isTerminal: Bool

    static var standard: Console {
        Console(
            output: { write($0 + "\n", to: STDOUT_FILENO) },
            errors: { write($0 + "\n", to: STDERR_FILENO) },
            isTerminal: isatty(STDOUT_FILENO) == 1)
    }

    private static func write(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
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
