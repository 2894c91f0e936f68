/// What stands between `{{` and `}}`.
enum Tag {
    case variable(String)
    case section(String)
    case inverted(String)
    case close(String)
    case comment
    case partial(String)

    /// Whether the tag takes its line with it when it is alone there.
    var mayStandAlone: Bool {
        if case .variable = self { false } else { true }
    }
}

/// Cuts a template into texts and the tags that end them.
struct TagScanner {
    /// Text and the tag that follows it; the last text has none.
    struct Piece {
        let text: String
        let tag: Tag?
        /// The line where the tag begins.
        let line: Int
    }

    private let bytes: [UInt8]
    private let source: String
    private var position = 0
    private var line = 1
    private var isFinished = false

    /// In bytes. It bounds the work that one step of rendering can take.
    static let longestName = 64

    init(_ template: String, named source: String) {
        bytes = Array(template.utf8)
        self.source = source
    }

    /// The next piece, or `nil` after the last one.
    mutating func next() throws(TemplateError) -> Piece? {
        guard !isFinished else { return nil }
        guard let start = find("{", from: position) else {
            isFinished = true
            return Piece(text: text(position..<bytes.count), tag: nil, line: line)
        }
        countLines(in: position..<start)
        let tagLine = line
        guard let end = find("}", from: start + 2) else { throw error(line, "a tag does not end: }} is missing") }
        let tag = try tag(in: start + 2..<end, line)
        countLines(in: start..<end)

        var textEnd = start
        var resume = end + 2
        if tag.mayStandAlone, let whole = lineAround(start..<resume) {
            textEnd = whole.lowerBound
            countLines(in: resume..<whole.upperBound)
            resume = whole.upperBound
        }
        defer { position = resume }
        return Piece(text: text(position..<textEnd), tag: tag, line: tagLine)
    }

    private func tag(in content: Range<Int>, _ line: Int) throws(TemplateError) -> Tag {
        let rest = content.dropFirst()
        switch content.isEmpty ? nil : bytes[content.lowerBound] {
        case UInt8(ascii: "!"): return .comment
        case UInt8(ascii: "#"): return .section(try name(in: rest, line))
        case UInt8(ascii: "^"): return .inverted(try name(in: rest, line))
        case UInt8(ascii: "/"): return .close(try name(in: rest, line))
        case UInt8(ascii: ">"): return .partial(try name(in: rest, line))
        case UInt8(ascii: "{"), UInt8(ascii: "&"):
            throw error(line, "data are always escaped: there is no {{{ and no {{&")
        case UInt8(ascii: "="): throw error(line, "tags are always written {{ and }}")
        default: return .variable(try name(in: content, line))
        }
    }

    private func name(in range: Range<Int>, _ line: Int) throws(TemplateError) -> String {
        let name = bytes[range].drop(while: isSpace)
        guard let end = name.lastIndex(where: { !isSpace($0) }) else { throw error(line, "a tag has no name") }
        let trimmed = name[...end]
        guard trimmed.count <= Self.longestName else {
            throw error(line, "a name has more than \(Self.longestName) bytes")
        }
        guard !trimmed.contains(where: { isSpace($0) || $0 == UInt8(ascii: "{") }) else {
            throw error(line, "a name has no spaces and no braces")
        }
        return String(decoding: trimmed, as: UTF8.self)
    }

    /// The whole line of a tag that has nothing but blanks beside it, the newline included.
    private func lineAround(_ tag: Range<Int>) -> Range<Int>? {
        var start = tag.lowerBound
        while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
        guard start == 0 || bytes[start - 1] == 0x0a else { return nil }
        var end = tag.upperBound
        while end < bytes.count, isBlank(bytes[end]) { end += 1 }
        guard end < bytes.count else { return start..<end }
        return bytes[end] == 0x0a ? start..<end + 1 : nil
    }

    /// Where the brace next stands twice.
    private func find(_ brace: Unicode.Scalar, from start: Int) -> Int? {
        let byte = UInt8(ascii: brace)
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == byte && bytes[index + 1] == byte { return index }
            index += 1
        }
        return nil
    }

    private mutating func countLines(in range: Range<Int>) {
        line += bytes[range].count { $0 == 0x0a }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == 0x0a
    }

    /// What may stand beside a tag that takes its line with it.
    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func error(_ line: Int, _ reason: String) -> TemplateError {
        .template(source: source, line: line, reason: reason)
    }
}
