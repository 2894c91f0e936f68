import ArgumentParser
import HostRuntime
import SandboxTracing

/// Where the memory profile of a run goes, and in which form.
struct MemoryProfileOptions: ParsableArguments {
    @Option(
        name: .customLong("memory-profile"),
        help: ArgumentHelp(
            """
            Write what the guest allocates into this file: tables, or for FILE.svg a flame graph, for FILE.folded stacks, for \
            FILE.csv what is live in the course of time. With - the tables go to standard error.
            """, valueName: "file"), completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp(
            "The memory in the flame graph or the stacks: `allocated`, or `live` for what is not freed in the end.",
            valueName: "measure"), completion: .list(MemoryMeasure.allCases.map(\.rawValue)), transform: Self.measure)
    var memoryMeasure = MemoryMeasure.allocated

    private static func measure(_ name: String) throws -> MemoryMeasure {
        guard let measure = MemoryMeasure(rawValue: name) else {
            throw ValidationError("the measures are allocated and live")
        }
        return measure
    }

    var isWanted: Bool { file != nil }

    /// What the file's name asks for.
    private var format: MemoryFormat {
        guard let file else { return .text }
        if file.hasSuffix(".svg") { return .flameGraph(memoryMeasure) }
        if file.hasSuffix(".folded") { return .folded(memoryMeasure) }
        return file.hasSuffix(".csv") ? .timeline : .text
    }

    /// Writes what was recorded, if it is wanted.
    func write(profileOf sandbox: Sandbox, on console: Console) throws(CommandFailure) {
        guard let file, let profile = sandbox.memoryProfile else { return }
        let report = MemoryReport(profile, image: sandbox.image)
        let text = report.string(format)
        guard file != "-" else { return console.errors(String(text.dropLast())) }
        // A picture of nothing does not say why.
        if profile.events == 0 { report.problemLines.forEach(console.errors) }
        do {
            try console.files.write(Array(text.utf8), file)
        } catch {
            throw CommandFailure(
                .cannotCreate, "unwritableFile",
                "the memory profile cannot be written to \(file.debugDescription): \(error)",
                advice: "the guest function returned; name another file, and call it again")
        }
    }
}
