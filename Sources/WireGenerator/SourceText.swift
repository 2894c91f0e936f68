/// Swift source under construction, indented by four spaces per level.
struct SourceText {
    private(set) var text = ""
    private var level = 0

    mutating func line(_ line: String = "") {
        text += line.isEmpty ? "\n" : String(repeating: "    ", count: level) + line + "\n"
    }

    /// Writes `header {`, what `body` writes one level deeper, and `}`.
    mutating func block(_ header: String, _ body: (inout SourceText) -> Void) {
        line(header + " {")
        level += 1
        body(&self)
        level -= 1
        line("}")
    }

    /// Writes a `switch` statement whose cases `body` writes on the level of the statement.
    mutating func switchBlock(_ subject: String, _ body: (inout SourceText) -> Void) {
        line("switch \(subject) {")
        body(&self)
        line("}")
    }

    /// Writes a function: the signature on one line where it fits, else with the parameters on lines of their own.
    mutating func function(
        _ name: String, parameters: [String], result: String, _ body: (inout SourceText) -> Void
    ) {
        let signature = "\(name)(\(parameters.joined(separator: ", "))) \(result)"
        guard level * 4 + signature.count + 2 > 120 else { return block(signature, body) }
        line("\(name)(")
        level += 1
        for (index, parameter) in parameters.enumerated() {
            line(parameter + (index == parameters.count - 1 ? "" : ","))
        }
        level -= 1
        block(") \(result)", body)
    }

    /// Writes a doc comment: the schema's own, or `fallback` where it has none.
    mutating func documentation(_ lines: [String], fallback: String) {
        for text in lines.isEmpty ? [" " + fallback] : lines {
            line("///" + text)
        }
    }
}
