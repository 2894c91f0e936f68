/// Bytes for people: sixteen in a line, with the ASCII characters among them.
enum HexDump {
    private static let lineLength = 16

    static func of(_ bytes: some Collection<UInt8>) -> String {
        let bytes = Array(bytes)
        let lines = stride(from: 0, to: bytes.count, by: lineLength).map { start in
            line(bytes[start..<min(start + lineLength, bytes.count)])
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        let numbers = bytes.map { hexadecimal(Int($0), digits: 2) }.joined(separator: " ")
        let padding = String(repeating: " ", count: lineLength * 3 - 1 - numbers.count)
        let characters = bytes.map { (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
        return "\(hexadecimal(bytes.startIndex, digits: 8))  \(numbers)\(padding)  |\(characters)|"
    }

    private static func hexadecimal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}
