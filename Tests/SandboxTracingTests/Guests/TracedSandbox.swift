import GuestTestSupport
import HostRuntime
import Logging
import SandboxTracing
import Testing

extension TracedGuest {
    static var logger: Logger {
        var logger = Logger(label: "traced guest") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .info
        return logger
    }
}

/// A sandbox that is recorded, and what was recorded of it.
final class TracedSandbox {
    let recorder = TraceRecorder()
    let sandbox: Sandbox

    init(
        _ mode: TraceMode = .lossless, image: GuestImage? = nil,
        hostFunctions: HostFunctions = TracedGuest.hostFunctions, traceSize: MemorySize = .kibibytes(64)
    ) throws {
        let configuration = Sandbox.Configuration(
            traceSize: traceSize, logger: TracedGuest.logger,
            tracing: Sandbox.Tracing(to: recorder, mode: mode, label: "guest"))
        sandbox = try Sandbox(
            guest: .image(image ?? TracedGuest.image.get()), configuration: configuration, hostFunctions: hostFunctions)
    }

    func recording() throws -> TraceRecording { try TraceRecording(bytes: recorder.bytes()) }

    /// What the guest has recorded since its start code, in ``TraceEvent/notation(_:)``.
    func guestEvents() throws -> [String] {
        let recording = try recording()
        let track = try #require(recording.tracks.first)
        let all = track.events.filter { recording.sites[$0.site].side == .guest }.map { $0.notation(recording.sites) }
        let start = ["+entrypoint", "+main", "-main", "-entrypoint", "halt"]
        #expect(all.starts(with: start))
        return Array(all.dropFirst(start.count))
    }
}

extension TraceEvent {
    /// `+name` for a beginning, `-name` for an end, `name value` for an event, `name := value` for a counter, `(name value)`
    /// for an argument, `level: message` for a log.
    func notation(_ sites: [TraceSite]) -> String {
        let name = sites[site].name
        let text = value.map { " \($0)" } ?? ""
        return switch kind {
        case .enter: "+\(name)"
        case .exit: "-\(name)"
        case .event: name + text
        case .counter: "\(name) :=\(text)"
        case .argument: "(\(name)\(text))"
        case .log(let level, let message): "\(level): \(message)"
        }
    }
}
