internal import Wire

/// Collects what `print` writes, byte by byte, into lines for the host's log.
enum StandardOutput {
    private static let source: StaticString = "print"
    private static let capacity = 1024
    nonisolated(unsafe) private static var line = InlineArray<1024, UInt8>(repeating: 0)
    nonisolated(unsafe) private static var count = 0

    static func write(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            emit(count)
            count = 0
            return
        }
        if count == capacity { emitWholeCharacters() }
        line[count] = byte
        count += 1
    }

    /// Passes on a line that has no end yet. Done at the end of each call, so that nothing is late.
    static func flush() {
        guard count > 0 else { return }
        emit(count)
        count = 0
    }

    /// Empties a full buffer but for the beginning of a character whose rest is still to come.
    private static func emitWholeCharacters() {
        var end = capacity
        // A byte of the form 10xxxxxx continues a character, one of the form 11xxxxxx begins one (RFC 3629).
        while end > capacity - 4, line[end - 1] & 0xc0 == 0x80 { end -= 1 }
        if line[end - 1] & 0xc0 == 0xc0 { end -= 1 } else { end = capacity }
        emit(end)
        for index in end..<capacity { line[index - end] = line[index] }
        count = capacity - end
    }

    private static func emit(_ count: Int) {
        LogBuffer.append(level: .info, message: line.span.extracting(0..<count).bytes, source: Self.source.utf8Bytes)
    }
}
