import HostRuntime

/// Writes one JSON value into a string, member by member.
struct JSONWriter {
    private(set) var text = ""
    private var needsComma = false

    mutating func object(_ members: (inout JSONWriter) -> Void) { enclosed("{", "}", members) }

    mutating func array(_ elements: (inout JSONWriter) -> Void) { enclosed("[", "]", elements) }

    /// The name of the member whose value comes next.
    mutating func key(_ name: String) {
        string(name)
        text += ":"
        needsComma = false
    }

    mutating func string(_ value: String) {
        separate()
        text += "\""
        for scalar in value.unicodeScalars { appendEscaped(scalar) }
        text += "\""
    }

    /// A number, `true` or `false`, as JSON spells it.
    mutating func literal(_ value: some CustomStringConvertible) {
        separate()
        text += value.description
    }

    mutating func value(_ value: TraceValue) {
        switch value {
        case .signed(let number): literal(number)
        case .unsigned(let number): literal(number)
        case .float(let number) where number.isFinite: literal(number)
        // JSON has no such number.
        case .float(let number): string("\(number)")
        case .bool(let flag): literal(flag)
        case .text(let text): string(text.shown)
        }
    }

    private mutating func enclosed(_ opening: String, _ closing: String, _ content: (inout JSONWriter) -> Void) {
        separate()
        text += opening
        needsComma = false
        content(&self)
        text += closing
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    /// RFC 8259, section 7. What is not printable is escaped, too: the text may be looked at in a terminal.
    private mutating func appendEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case _ where scalar.isPrintable: text.unicodeScalars.append(scalar)
        default:
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}
