import ArgumentParser
import HostRuntime
import SystemPackage

/// Where the trace of a run goes.
struct TraceOptions: ParsableArguments {
    @Option(
        name: .customLong("trace"),
        help: ArgumentHelp(
            "Record what happens into this file, for `swiftlet trace`. It must not exist.", valueName: "file"),
        completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp(
            "`lossless`, or `lossy` for no exit because of it: when the guest's buffer is full, the oldest records are lost.",
            valueName: "mode"), completion: .list(["lossless", "lossy"]), transform: Self.mode)
    var traceMode = TraceMode.lossless

    private static func mode(_ name: String) throws -> TraceMode {
        switch name {
        case "lossless": .lossless
        case "lossy": .lossy
        default: throw ValidationError("the modes are lossless and lossy")
        }
    }

    /// Begins the recording, if there is to be one.
    func recorder() throws(CommandFailure) -> TraceRecorder? {
        guard let file else { return nil }
        do throws(TraceError) {
            return try TraceRecorder(writingTo: FilePath(file))
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Ends the recording, and says what there is to know about it.
    func finish(_ recorder: TraceRecorder, of sandbox: Sandbox, on console: Console) {
        recorder.close()
        if let failure = recorder.failure { console.errors("warning: \(failure.message)") }
        guard sandbox.statistics.traceRecords == 0 else { return }
        console.errors(
            """
            note: only the host's steps are in the trace, since the guest has no trace points: it has them when it is built \
            with the package trait Tracing, as by `swiftlet build -- --traits Tracing`
            """)
    }
}
