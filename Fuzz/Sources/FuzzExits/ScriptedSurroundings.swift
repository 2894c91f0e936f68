internal import FuzzSupport
internal import Logging

@testable import HostRuntime

/// What all runs share: nothing of it changes.
struct ScriptedSurroundings {
    let image: GuestImage
    let configuration: Sandbox.Configuration
    let layout: SandboxLayout
    let writableRegions: [GuestRange]

    static let shared = ScriptedSurroundings()

    private init() {
        configuration = Sandbox.Configuration(
            heapSize: .kibibytes(64), stackSize: .kibibytes(16), inputSize: .kibibytes(4), outputSize: .kibibytes(4),
            logSize: .kibibytes(4), traceSize: .kibibytes(4), logger: Logger(label: "fuzz") { _ in ReadLog() })
        do {
            image = try GuestImage(bytes: SmallImage().bytes)
            layout = try SandboxBlueprint(image: image, configuration: configuration).layout
        } catch {
            preconditionFailure("there is no sandbox to begin with: \(error)")
        }
        writableRegions = layout.regions.filter(\.access.isWritable).map(\.range)
    }
}

/// Reads what is logged, and keeps nothing.
private struct ReadLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        precondition("\(event.message)".utf8.count <= 4096, "a message that the log buffer cannot hold")
    }
}
