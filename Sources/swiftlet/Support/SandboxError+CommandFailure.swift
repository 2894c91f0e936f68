import HostRuntime

extension CommandFailure {
    /// A failure of the runtime or of the guest, as a command reports it.
    init(_ error: SandboxError) {
        self.init(
            error.code.exitStatus, error.code.rawValue, error.message, advice: error.code.advice,
            guestError: error.guestError)
    }
}

extension SandboxError.Code {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .invalidConfiguration, .functionNotFound, .signatureMismatch, .argumentsTooLarge, .resultTooLarge: .usage
        case .unreadableImage: .noInput
        case .invalidImage: .invalidData
        case .hypervisorUnavailable: .notReady
        case .guestError, .hostFunctionFailed: .failure
        case .aborted, .fault, .stackOverflow, .protocolViolation: .guestStopped
        case .hypervisorFailure, .hostFunctionMismatch, .snapshotMismatch, .poisoned, .busy, .closed: .internalFailure
        }
    }

    /// What to do in terms of the command line, where the message alone does not say it.
    fileprivate var advice: String? {
        switch self {
        case .invalidConfiguration:
            "sizes are set by --heap-size, --stack-size, --input-size and --output-size, such as --heap-size 16MiB"
        case .unreadableImage:
            "name a guest image that was built, such as .build/x86_64-unknown-none-elf/debug/MyGuest"
        case .invalidImage: "build the guest with `swiftlet build`, and name the image that it makes"
        case .hypervisorUnavailable: "`swiftlet doctor` says what this machine lacks"
        case .argumentsTooLarge: "give it more room with --input-size, such as --input-size 16MiB"
        case .resultTooLarge:
            "a guest function's result needs a larger --output-size, a host function's a larger --input-size"
        case .stackOverflow: "give it more room with --stack-size, such as --stack-size 1MiB"
        case .aborted: "if the heap was exhausted, give it more room with --heap-size, such as --heap-size 64MiB"
        case .functionNotFound, .signatureMismatch: "`swiftlet inspect` lists the functions of an image"
        case .hypervisorFailure, .guestError, .hostFunctionFailed, .hostFunctionMismatch, .fault, .protocolViolation,
            .snapshotMismatch, .poisoned, .busy, .closed:
            nil
        }
    }
}
