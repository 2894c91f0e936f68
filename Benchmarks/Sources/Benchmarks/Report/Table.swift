/// The report as text, in columns.
struct Table: CustomStringConvertible {
    private let lines: [[String]]

    init(_ report: Report) {
        lines =
            [["row", "ours", "p99", "floor", "p99", "ratio", "promise", "", "floor is"]] + report.rows.map(Self.line)
    }

    private static func line(_ row: Report.Entry) -> [String] {
        func figure(_ value: Double?) -> String { value.map { Figure($0, row.unit).description } ?? "" }
        let verdict = row.holds.map { $0 ? "holds" : "NOT HELD" }
        return [
            row.name, figure(row.ours?.median), figure(row.ours?.p99), figure(row.floor?.median),
            figure(row.floor?.p99), row.ratio.map(Figure.ratio) ?? "", row.promise ?? "", verdict ?? "",
            row.floorName ?? "",
        ]
    }

    var description: String {
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = zip(line, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return (1...5).contains(column) ? padding + cell.0 : cell.0 + padding
            }
            let text = cells.joined(separator: "  ")
            return String(text.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
