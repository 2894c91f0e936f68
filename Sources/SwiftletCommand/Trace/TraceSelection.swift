import ArgumentParser
import SandboxTracing

/// Which part of a trace to show.
struct TraceSelection: ParsableArguments {
    enum Side: String, CaseIterable, ExpressibleByArgument {
        case host, guest
    }

    @Option(
        help: ArgumentHelp(
            "Show this function or block and what happened in it. May be given again.", valueName: "name"))
    var function: [String] = []

    @Option(help: ArgumentHelp("Show the sandboxes with this label or number.", valueName: "label-or-number"))
    var sandbox: String?

    @Option(help: "Show one side. The other's time counts for what it is in.")
    var side: Side?

    @Option(
        help: ArgumentHelp("Leave out what took less, such as 500ns, 10us or 2ms.", valueName: "time"),
        transform: Nanoseconds.init(argument:))
    var minDuration: Nanoseconds?

    func report(of recording: TraceRecording) throws(CommandFailure) -> TraceReport {
        var filter = TraceFilter()
        filter.functions = Set(function)
        filter.side =
            switch side {
            case .host: .host
            case .guest: .guest
            case nil: nil
            }
        filter.minimumDuration = minDuration?.count ?? 0
        if let sandbox { filter.tracks = try tracks(sandbox, of: recording) }

        let report = TraceReport(recording, filter: filter)
        if let unknown = function.first(where: { !report.siteNames.contains($0) }) {
            throw CommandFailure(
                .usage, "unknownFunction", "the trace has no function or block named \(unknown.debugDescription)",
                advice: "the table without --function lists them")
        }
        return report
    }

    private func tracks(_ sandbox: String, of recording: TraceRecording) throws(CommandFailure) -> Set<UInt32> {
        let numbers = recording.tracks.filter { $0.label == sandbox || "\($0.number)" == sandbox }.map(\.number)
        guard numbers.isEmpty else { return Set(numbers) }
        let known = recording.tracks.prefix(10).map(\.shownName).joined(separator: ", ")
        throw CommandFailure(
            .usage, "unknownSandbox", "the trace has no sandbox \(sandbox.debugDescription)",
            advice: "it has \(known.isEmpty ? "none" : known)\(recording.tracks.count > 10 ? " and others" : "")")
    }
}
