import HostRuntime

extension CommandFailure {
    /// What was wrong with a trace, as a command reports it.
    init(_ error: TraceError) {
        self.init(error.code.exitStatus, error.code.rawValue, error.message, advice: error.code.advice)
    }
}

extension TraceError.Code {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .unwritableFile, .fileExists: .cannotCreate
        case .unreadableFile: .noInput
        case .notATrace, .unsupportedVersion, .imageMismatch: .invalidData
        }
    }

    fileprivate var advice: String? {
        switch self {
        case .fileExists: "name another file, or remove this one"
        case .unreadableFile, .notATrace: "`swiftlet run --trace FILE` records a trace"
        case .unwritableFile, .unsupportedVersion, .imageMismatch: nil
        }
    }
}
