/// Swift spellings of the names in a schema.
enum SwiftName {
    private static let keywords: Set = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in",
        "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
        "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws",
        "true", "try", "typealias", "var", "where", "while",
    ]

    /// The type of a declaration: `FunctionCall` for `Swiftlet.FunctionCall`.
    static func type(_ qualifiedName: String) -> String {
        String(qualifiedName.split(separator: ".").last ?? "")
    }

    /// A property, argument or case: `functionName` for `function_name`, `uint32` for `UInt32`.
    static func member(_ name: String) -> String {
        let words = name.split(separator: "_")
        let member = words.dropFirst().reduce(lowercasingFirstWord(words.first ?? "")) { $0 + capitalized($1) }
        return keywords.contains(member) ? "`\(member)`" : member
    }

    /// The name of a schema file's Swift counterpart, without extension: `FunctionCall` for `function_call`.
    static func file(_ baseName: String) -> String {
        baseName.split(separator: "_").map(capitalized).joined()
    }

    static func capitalized(_ word: some StringProtocol) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// Lowercases a leading run of capitals, except the one that begins the next word: `UInt32Value` gives
    /// `uint32Value`, `HTTPBody` gives `httpBody`.
    private static func lowercasingFirstWord(_ word: Substring) -> String {
        let capitals = word.prefix { $0.isUppercase }
        let rest = word.dropFirst(capitals.count)
        // `UInt` is one word to Swift's ears.
        if capitals == "UI", word.hasPrefix("UInt") { return "uint" + word.dropFirst(4) }
        guard capitals.count > 1, !rest.isEmpty else { return capitals.lowercased() + rest }
        return capitals.dropLast().lowercased() + capitals.suffix(1) + rest
    }
}
