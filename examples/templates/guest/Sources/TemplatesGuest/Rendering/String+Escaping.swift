extension String {
    /// Appends a value such that a browser shows it and never takes it for markup, in an element or in a quoted attribute.
    ///
    /// Lists and objects have no text, and add none.
    mutating func append(escaping value: JSONValue) {
        switch value {
        case .string(let text): append(escaping: text)
        case .number(let text): append(text)
        case .bool(let isTrue): append(isTrue ? "true" : "false")
        case .null, .array, .object: break
        }
    }

    private mutating func append(escaping text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append("&quot;")
            case "'": append("&#39;")
            default: unicodeScalars.append(scalar)
            }
        }
    }
}
