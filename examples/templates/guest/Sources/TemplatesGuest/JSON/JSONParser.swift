/// Reads JSON (RFC 8259).
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0

    static func parse(_ text: String) throws(TemplateError) -> JSONValue {
        var parser = JSONParser(bytes: Array(text.utf8))
        let value = try parser.value()
        parser.skipSpace()
        guard parser.next == nil else { throw parser.error("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value() throws(TemplateError) -> JSONValue {
        skipSpace()
        guard let first = next else { throw error("a value is missing") }
        switch first {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw error("a value is missing")
        }
    }

    private mutating func object() throws(TemplateError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        position += 1
        skipSpace()
        if skip("}") { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a name in quotation marks is missing") }
            let name = try string()
            skipSpace()
            guard skip(":") else { throw error("the colon after \"\(name)\" is missing") }
            members[name] = try value()
            skipSpace()
            if skip("}") { return .object(members) }
            guard skip(",") else { throw error("a comma or } is missing") }
        }
    }

    private mutating func array() throws(TemplateError) -> JSONValue {
        var elements: [JSONValue] = []
        position += 1
        skipSpace()
        if skip("]") { return .array(elements) }
        while true {
            elements.append(try value())
            skipSpace()
            if skip("]") { return .array(elements) }
            guard skip(",") else { throw error("a comma or ] is missing") }
        }
    }

    private mutating func number() throws(TemplateError) -> String {
        let start = position
        _ = skip("-")
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(TemplateError) {
        guard let first = next, isDigit(first) else { throw error("a digit is missing") }
        while let digit = next, isDigit(digit) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(TemplateError) -> JSONValue {
        for byte in word.description.utf8 {
            guard next == byte else { throw error("a value is missing") }
            position += 1
        }
        return value
    }

    private mutating func string() throws(TemplateError) -> String {
        var text: [UInt8] = []
        position += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                text += Array(String(try escapedScalar()).utf8)
            case 0..<0x20:
                throw error("a control character in a string: write it as \\u00…")
            default:
                position += 1
                text.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private mutating func escapedScalar() throws(TemplateError) -> Unicode.Scalar {
        guard let byte = next else { throw error("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeScalar()
        default: throw error("no such escape in a string")
        }
    }

    /// One `\uXXXX`, or the two that stand for a scalar beyond them.
    private mutating func unicodeScalar() throws(TemplateError) -> Unicode.Scalar {
        let unit = UInt32(try codeUnit())
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xdc00, skip("\\"), skip("u") else { throw error("half a surrogate pair") }
        let low = UInt32(try codeUnit())
        guard (0xdc00...0xdfff).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
        else { throw error("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(TemplateError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits follow \\u")
            }
            position += 1
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { position += 1 }
    }

    private func error(_ reason: String) -> TemplateError {
        let line = 1 + bytes[..<position].count { $0 == 0x0a }
        return .data(line: line, reason: reason)
    }
}
