import HostRuntime
import Synchronization

/// Keeps what it is told.
final class RecordingObserver: SandboxObserver {
    enum Entry: Equatable {
        case made(SandboxObservation.Creation)
        case closed
        case call(SandboxObservation.Call)
        case hostFunction(SandboxObservation.HostFunction)
        case restore(SandboxObservation.Restore)
        case snapshot(SandboxObservation.Snapshot)

        var duration: Duration? {
            switch self {
            case .made(let creation): creation.duration
            case .closed: nil
            case .call(let call): call.duration
            case .hostFunction(let function): function.duration
            case .restore(let restore): restore.duration
            case .snapshot(let snapshot): snapshot.duration
            }
        }

        /// All but the duration, in words.
        var text: String {
            switch self {
            case .made(let creation): "made from \(creation.origin)"
            case .closed: "closed"
            case .call(let call):
                "\(call.functionName): \(call.exits) exits, \(call.hostCalls) host calls\(Self.text(call.error))"
            case .hostFunction(let function): "\(function.name)\(function.threw ? " threw" : "")"
            case .restore(let restore): "restore of \(restore.pages) pages\(Self.text(restore.error))"
            case .snapshot(let snapshot): "snapshot of \(snapshot.pages) pages\(Self.text(snapshot.error))"
            }
        }

        private static func text(_ error: SandboxError.Code?) -> String {
            error.map { ", \($0)" } ?? ""
        }
    }

    private let entries = Mutex<[Entry]>([])

    /// What came since the last time.
    func take() -> [Entry] {
        entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }

    func takeTexts() -> [String] { take().map(\.text) }

    func sandboxMade(_ creation: SandboxObservation.Creation) { add(.made(creation)) }
    func sandboxClosed() { add(.closed) }
    func callEnded(_ call: SandboxObservation.Call) { add(.call(call)) }
    func hostFunctionEnded(_ function: SandboxObservation.HostFunction) { add(.hostFunction(function)) }
    func restoreEnded(_ restore: SandboxObservation.Restore) { add(.restore(restore)) }
    func snapshotEnded(_ snapshot: SandboxObservation.Snapshot) { add(.snapshot(snapshot)) }

    private func add(_ entry: Entry) {
        entries.withLock { $0.append(entry) }
    }
}
