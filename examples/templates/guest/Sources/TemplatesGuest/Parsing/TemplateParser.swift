/// Reads a template: text with tags as in Mustache.
///
/// | Tag | Meaning |
/// |---|---|
/// | `{{name}}` | the value of that name, escaped; `{{.}}` is the current value |
/// | `{{#name}}…{{/name}}` | a section, for each element of a list or for what is not false |
/// | `{{^name}}…{{/name}}` | its contrary, for what is false or not there |
/// | `{{! … }}` | a comment |
/// | `{{> name}}` | a partial: another template, from the host |
struct TemplateParser {
    private struct Opening {
        let name: String
        let line: Int
    }

    private var scanner: TagScanner
    private let source: String

    /// - Parameter source: What messages call the template.
    static func parse(_ template: String, named source: String) throws(TemplateError) -> [TemplateNode] {
        var parser = TemplateParser(scanner: TagScanner(template, named: source), source: source)
        return try parser.nodes(in: nil)
    }

    private init(scanner: TagScanner, source: String) {
        self.scanner = scanner
        self.source = source
    }

    /// The nodes up to the tag that closes the section.
    private mutating func nodes(in section: Opening?) throws(TemplateError) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let piece = try scanner.next() {
            if !piece.text.isEmpty { nodes.append(.text(piece.text)) }
            switch piece.tag {
            case .variable(let name):
                nodes.append(.variable(try path(name, piece.line)))
            case .section(let name):
                let path = try path(name, piece.line)
                nodes.append(.section(path, try self.nodes(in: Opening(name: name, line: piece.line))))
            case .inverted(let name):
                let path = try path(name, piece.line)
                nodes.append(.inverted(path, try self.nodes(in: Opening(name: name, line: piece.line))))
            case .close(let name):
                guard let section else { throw error(piece.line, "{{/\(name)}} closes nothing") }
                guard name == section.name else {
                    throw error(piece.line, "{{/\(name)}} comes before {{/\(section.name)}}")
                }
                return nodes
            case .partial(let name):
                nodes.append(.partial(name))
            case .comment, nil:
                break
            }
        }
        if let section { throw error(section.line, "the section \(section.name) does not end") }
        return nodes
    }

    private func path(_ name: String, _ line: Int) throws(TemplateError) -> NamePath {
        guard let path = NamePath(name) else { throw error(line, "\(name) is not a name") }
        return path
    }

    private func error(_ line: Int, _ reason: String) -> TemplateError {
        .template(source: source, line: line, reason: reason)
    }
}
