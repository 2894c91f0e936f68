import HostRuntime

extension AnyWireValue {
    /// The value as text. Numbers are read back as they were.
    fileprivate var text: String {
        switch self {
        case .int32(let value): value.description
        case .uint32(let value): value.description
        case .int64(let value): value.description
        case .uint64(let value): value.description
        case .float(let value): value.description
        case .double(let value): value.description
        case .bool(let value): value.description
        case .string(let value): value
        case .bytes(let value): String(decoding: value, as: UTF8.self)
        }
    }

    /// The value as the bytes of a file: those of a text or of bytes and nothing else, a line for any other.
    var fileContents: [UInt8] {
        switch self {
        case .string(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        default: Array((text + "\n").utf8)
        }
    }
}

extension Console {
    /// How many bytes a terminal is shown.
    private static let shownBytes = 256

    /// Prints the result of a call. What a guest returns could command a terminal, so there it is made harmless.
    func print(_ result: AnyWireValue) {
        switch result {
        case .bytes(let bytes) where isTerminal: output(Self.shown(bytes))
        case .bytes(let bytes): outputBytes(bytes)
        case .string(let text) where isTerminal:
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            output(lines.map { String($0).printable }.joined(separator: "\n"))
        default: output(result.text)
        }
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        var lines = [bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes"]
        if !bytes.isEmpty { lines.append(HexDump.of(bytes.prefix(shownBytes))) }
        if bytes.count > shownBytes {
            lines.append("and \(bytes.count - shownBytes) more: --output FILE writes all of them to a file")
        }
        return lines.joined(separator: "\n")
    }
}
