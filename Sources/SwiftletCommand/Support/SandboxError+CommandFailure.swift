import HostRuntime

extension CommandFailure {
    /// A failure of the runtime or of the guest, as a command reports it.
    ///
    /// - Parameter image: The guest's, to name the code that led to a fault.
    init(_ error: SandboxError, of image: GuestImage? = nil) {
        let backtrace = image.flatMap { image in error.fault.map { FaultFrame.all(of: $0, in: image) } }
        self.init(
            error.code.exitStatus, error.code.rawValue, error.message, advice: error.advice,
            guestError: error.code == .guestError ? error.guestError : nil, backtrace: backtrace ?? [])
    }
}

extension SandboxError {
    /// What to do in terms of the command line, where the message does not say it.
    fileprivate var advice: String? {
        // Messages about memory name the size in a configuration that is to be changed.
        if let size = Self.sizes.first(where: { message.contains($0.name) }) {
            return "set another size with \(size.option), such as \(size.option) 16MiB"
        }
        return code.advice
    }

    private static let sizes = [
        (name: "imageSize", option: "--image-size"),
        (name: "heapSize", option: "--heap-size"), (name: "stackSize", option: "--stack-size"),
        (name: "inputSize", option: "--input-size"), (name: "outputSize", option: "--output-size"),
    ]
}

extension SandboxError.Code {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .invalidConfiguration, .functionNotFound, .signatureMismatch, .argumentsTooLarge, .resultTooLarge: .usage
        case .unreadableImage: .noInput
        case .invalidImage: .invalidData
        case .hypervisorUnavailable: .notReady
        case .guestError, .hostFunctionFailed: .failure
        case .aborted, .outOfMemory, .fault, .stackOverflow, .protocolViolation, .limitExceeded, .cancelled,
            .deadlineExceeded:
            .guestStopped
        case .guestMemoryLimitReached, .hypervisorFailure, .hostFunctionMismatch, .asynchronousHostFunction,
            .snapshotMismatch, .poisoned, .busy,
            .closed:
            .internalFailure
        }
    }

    fileprivate var advice: String? {
        switch self {
        case .unreadableImage:
            "name a guest image that was built, such as .build/x86_64-unknown-none-elf/debug/MyGuest"
        case .invalidImage: "build the guest with `swiftlet build`, and name the image that it makes"
        case .hypervisorUnavailable: "`swiftlet doctor` says what this machine lacks"
        case .functionNotFound, .signatureMismatch: "`swiftlet inspect` lists the functions of an image"
        case .invalidConfiguration, .hypervisorFailure, .guestError, .hostFunctionFailed, .hostFunctionMismatch,
            .argumentsTooLarge, .resultTooLarge, .aborted, .outOfMemory, .fault, .stackOverflow, .protocolViolation,
            .limitExceeded, .cancelled, .deadlineExceeded, .guestMemoryLimitReached, .asynchronousHostFunction,
            .snapshotMismatch, .poisoned, .busy, .closed:
            nil
        }
    }
}
