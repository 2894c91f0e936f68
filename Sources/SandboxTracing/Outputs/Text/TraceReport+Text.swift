extension TraceReport {
    /// In characters, in front of what happened.
    private static let shortestTime = 9

    func writeText(to stream: inout some TextOutputStream) {
        for line in imageLines + warningLines { stream.write("\(line)\n") }
        let width = max(Self.shortestTime, TimeText.width(upTo: timelines.map(\.lastTime).max() ?? 0))
        for (track, timeline) in zip(recording.tracks, timelines) {
            if timelines.count > 1 { stream.write("\n\(track.shownName)\n") }
            write(timeline, timeWidth: width, to: &stream)
        }
    }

    private func write(_ timeline: TraceTimeline, timeWidth: Int, to stream: inout some TextOutputStream) {
        for step in TimelineSteps(timeline) {
            let (time, depth, what) = described(step, in: timeline)
            let timeText = TimeText.exact(time)
            let padding = String(repeating: " ", count: max(timeWidth - timeText.count, 0))
            let indentation = String(repeating: " ", count: 2 * depth)
            stream.write("[\(timeText)\(padding)] \(indentation)\(what)\n")
        }
    }

    private func described(
        _ step: TimelineSteps.Step, in timeline: TraceTimeline
    ) -> (time: UInt64, depth: Int, what: String) {
        switch step {
        case .enter(let index):
            let slice = timeline.slices[index]
            return (slice.start, slice.depth, "> \(siteNames[slice.site])\(Self.text(of: slice.arguments))")
        case .exit(let index):
            let slice = timeline.slices[index]
            let remark = slice.isComplete ? "" : " (its end was not recorded)"
            return (slice.end, slice.depth, "< \(siteNames[slice.site])\(remark)")
        case .moment(let index):
            let moment = timeline.moments[index]
            let depth = moment.parent.map { timeline.slices[$0].depth + 1 } ?? 0
            return (moment.event.time, depth, text(of: moment))
        }
    }

    private func text(of moment: TraceTimeline.Moment) -> String {
        let arguments = Self.text(of: moment.arguments)
        if case .log(let level, let message) = moment.event.kind { return "\(level): \(message.shown)\(arguments)" }
        let value = moment.event.value.map { " = \($0.shown)" } ?? ""
        return siteNames[moment.event.site] + value + arguments
    }

    private static func text(of arguments: [(name: String, value: TraceValue)]) -> String {
        if arguments.isEmpty { return "" }
        return " (\(arguments.map { "\($0.name.shownName): \($0.value.shown)" }.joined(separator: ", ")))"
    }
}

extension TraceTimeline {
    fileprivate var lastTime: UInt64 {
        // A slice ends after those that are in it.
        let lastEnd = slices.lazy.filter { $0.parent == nil }.map(\.end).max() ?? 0
        return Swift.max(lastEnd, moments.last?.event.time ?? 0)
    }
}

extension TraceValue {
    /// The value for people; a text is quoted.
    var shown: String {
        switch self {
        case .signed(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .float(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .text(let value): "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").shown)\""
        }
    }
}
