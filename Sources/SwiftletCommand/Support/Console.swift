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
            output: { writeResult(Array("\($0)\n".utf8)) },
            outputBytes: { writeResult($0) },
            // A log that nobody can read is no reason to stop.
            errors: { _ = write(Array("\($0)\n".utf8), to: STDERR_FILENO) },
            isTerminal: isatty(STDOUT_FILENO) == 1)
    }

    /// Writes to standard output, or ends the command: a result must not get lost without anyone noticing.
    private static func writeResult(_ bytes: [UInt8]) {
        let failure = write(bytes, to: STDOUT_FILENO)
        // A reader that has gone away, such as `head`, wants no more.
        guard failure != 0, failure != EPIPE else { return }
        let reason = String(cString: strerror(failure))
        _ = write(Array("error: standard output cannot be written: \(reason)\n".utf8), to: STDERR_FILENO)
        exit(ExitStatus.cannotCreate.rawValue)
    }

    /// - Returns: Zero, or why not all bytes were written.
    private static func write(_ bytes: [UInt8], to descriptor: CInt) -> CInt {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    let failure = errno
                    if failure == EINTR { continue }
                    guard failure == EAGAIN else { return failure }
                    // Whoever started the command made the pipe non-blocking: wait until there is room.
                    var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&room, 1, -1) >= 0 || errno == EINTR else { return errno }
                    continue
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return 0
        }
    }
}
