import SandboxTracing

extension TraceReport {
    /// Longer names are shortened, in characters, so that a line fits into a terminal. The JSON document has them whole.
    private static let nameLimit = 50

    /// The functions for people, with a line break at the end.
    func functionTable(sortedBy order: TraceFunction.Order) -> String {
        let functions = functions(sortedBy: order)
        if functions.isEmpty { return "Nothing was recorded of what is to be shown.\n" }
        let places = Dictionary(grouping: functions) { [$0.side.shown, $0.name] }
        var table = TextTable(
            ("SELF", .right), ("TOTAL", .right), ("CALLS", .right), ("P50", .right), ("P99", .right), ("SIDE", .left),
            ("FUNCTION", .left))
        for function in functions {
            // The place only tells apart what has the same name.
            let isAmbiguous = places[[function.side.shown, function.name], default: []].count > 1
            let place = isAmbiguous ? function.file.map { " (\($0):\(function.line))" } ?? "" : ""
            table.append(
                TimeText.short(function.selfTime), TimeText.short(function.total), "\(function.calls)",
                TimeText.short(function.median), TimeText.short(function.percentile99), function.side.shown,
                function.name.shortened(to: Self.nameLimit) + place.shortened(to: Self.nameLimit))
        }
        return table.lines.joined(separator: "\n") + "\n"
    }
}
