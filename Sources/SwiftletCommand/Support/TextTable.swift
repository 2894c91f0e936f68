/// Columns of text for people, as narrow as their widest entry.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    init(_ columns: (title: String, alignment: Alignment)...) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    mutating func append(_ entries: String...) {
        rows.append(entries)
    }

    /// Indented by two spaces, without spaces at the end.
    var lines: [String] {
        let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let entries = zip(row, zip(alignments, widths)).map { entry, column in
                let padding = String(repeating: " ", count: column.1 - entry.count)
                return column.0 == .left ? entry + padding : padding + entry
            }
            var line = "  " + entries.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
