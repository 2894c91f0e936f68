import ArgumentParser
import HostRuntime
import SandboxTracing
import SystemPackage

/// `swiftlet trace`.
struct Trace: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows where the time went, in a trace that was recorded.",
        discussion: """
            The formats, each of which answers another question:
              table   which function takes most time, over all calls
              text    what happened, in which order and when
              chrome  the same as a picture: open the file at https://ui.perfetto.dev
              folded  a line for each stack of functions, for other tools
              svg     what the time was made up of: a flame graph, for any browser

            Examples:
              swiftlet trace hello.trace
              swiftlet trace hello.trace --side guest --sort p99
              swiftlet trace hello.trace --function greet --format text
              swiftlet trace hello.trace --format svg --output hello.svg
              swiftlet trace hello.trace --json | jq '.functions[0]'
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, text, chrome, folded, svg
    }

    enum Sort: String, CaseIterable, ExpressibleByArgument {
        case selfTime = "self"
        case total, calls, p50, p99, name
    }

    @Argument(help: "The trace.", completion: .file())
    var file: String

    @Option(help: "How to show it.")
    var format = Format.table

    @Option(
        name: .customLong("output"), help: ArgumentHelp("Write to this file instead.", valueName: "file"),
        completion: .file())
    var outputFile: String?

    @Option(help: "What the table is sorted by, the largest first; `self` without it.")
    var sort: Sort?

    @Option(
        help: ArgumentHelp("Refuse the trace unless it was recorded of this guest image.", valueName: "file"),
        completion: .file())
    var image: String?

    @OptionGroup(title: "What to show") var selection: TraceSelection
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if sort != nil, format != .table { throw ValidationError("--sort is for tables.") }
        if outputFile == file { throw ValidationError("--output would overwrite the trace.") }
        guard output.json else { return }
        if format != .table { throw ValidationError("--json is the table as a document: it excludes --format.") }
        if outputFile != nil {
            throw ValidationError("--output and --json exclude each other: the document goes to standard output.")
        }
    }

    func perform(on console: Console) throws {
        let recording: TraceRecording
        do throws(TraceError) {
            recording = try TraceRecording(contentsOf: FilePath(file))
        } catch {
            throw CommandFailure(error)
        }
        try show(recording, on: console)
    }

    /// The command's work with a recording that was read. Tests have recordings of their own.
    func show(_ recording: TraceRecording, on console: Console) throws(CommandFailure) {
        let report = try selection.report(of: recording)
        if let image { try Self.check(report.recording, against: image) }
        let order = (sort ?? .selfTime).order
        if output.json {
            return console.output(JSONText.of(TraceDocument(report, sortedBy: order)))
        }
        // The text has them in it.
        if format != .text { report.warningLines.forEach(console.errors) }
        var stream = ConsoleStream(console, keepsAll: outputFile != nil)
        switch format {
        case .table: stream.write(report.functionTable(sortedBy: order))
        case .text: report.write(.text, to: &stream)
        case .chrome: report.write(.chrome, to: &stream)
        case .folded: report.write(.folded, to: &stream)
        case .svg: report.write(.flameGraph, to: &stream)
        }
        try finish(stream, console)
    }

    private static func check(_ recording: TraceRecording, against path: String) throws(CommandFailure) {
        let image: GuestImage
        do throws(SandboxError) {
            image = try GuestImage(contentsOf: FilePath(path))
        } catch {
            throw CommandFailure(error)
        }
        do throws(TraceError) {
            try recording.checkImage(image)
        } catch {
            throw CommandFailure(error)
        }
    }

    private func finish(_ stream: consuming ConsoleStream, _ console: Console) throws(CommandFailure) {
        guard let outputFile else { return stream.flush() }
        do {
            try console.files.write(stream.bytes, outputFile)
        } catch {
            throw CommandFailure(
                .cannotCreate, "unwritableFile", "\(outputFile.debugDescription) cannot be written: \(error)",
                advice: "name another file")
        }
    }
}

extension Trace.Sort {
    fileprivate var order: TraceFunction.Order {
        switch self {
        case .selfTime: .selfTime
        case .total: .total
        case .calls: .calls
        case .p50: .median
        case .p99: .percentile99
        case .name: .name
        }
    }
}
