/// How a call of a guest function ended.
///
/// A call that is refused before the guest runs has no ending: nothing of the guest has changed.
public enum CallEnding: String, Sendable, CaseIterable {
    /// The function returned its value.
    case returned
    /// The guest function threw an error, or the guest's runtime refused the call; see ``SandboxError/guestError``.
    case guestError
    /// A host function threw, and the guest function passed that on; see ``SandboxError/cause``.
    case hostFunctionError
    /// The guest gave up: a trap, an explicit abort, a host function's error that it could not pass on. See
    /// ``SandboxError/guestError``.
    case aborted
    /// The processor refused an instruction; see ``SandboxError/fault``.
    case fault
    /// The guest's stack was too small; see ``SandboxError/fault``.
    case stackOverflow
    /// The guest's heap was too small.
    case outOfMemory
    /// The guest left in a way that the ABI does not know, or wrote something malformed.
    case protocolViolation
    /// The guest had the host do more than ``Sandbox/Limits`` allow; see ``SandboxError/exceededLimit``.
    case limitExceeded
    /// The host ended the call.
    case cancelled
    /// The call's time was over.
    case deadlineExceeded
    /// The hypervisor could not go on.
    case hypervisorFailure

    /// Whether the guest's state is unknown afterwards, so that the sandbox serves no call until it is restored.
    ///
    /// Where the guest function has returned, by a value or an error, the guest has cleaned up behind itself. In all other
    /// endings it was in the middle of something.
    public var poisonsSandbox: Bool {
        switch self {
        case .returned, .guestError, .hostFunctionError: false
        case .aborted, .fault, .stackOverflow, .outOfMemory, .protocolViolation, .limitExceeded, .cancelled,
            .deadlineExceeded, .hypervisorFailure:
            true
        }
    }
}

extension SandboxError.Code {
    /// The ending of the calls that fail with this code; nil if it is not a call that fails so.
    var ending: CallEnding? {
        switch self {
        case .guestError, .resultTooLarge: .guestError
        case .hostFunctionFailed: .hostFunctionError
        case .aborted: .aborted
        case .fault: .fault
        case .stackOverflow: .stackOverflow
        case .outOfMemory: .outOfMemory
        case .protocolViolation: .protocolViolation
        case .limitExceeded: .limitExceeded
        case .cancelled: .cancelled
        case .deadlineExceeded: .deadlineExceeded
        case .hypervisorFailure: .hypervisorFailure
        case .invalidConfiguration, .unreadableImage, .invalidImage, .hypervisorUnavailable, .guestMemoryLimitReached,
            .hostFunctionMismatch, .asynchronousHostFunction, .functionNotFound, .signatureMismatch, .argumentsTooLarge,
            .snapshotMismatch,
            .poisoned, .busy, .closed:
            nil
        }
    }
}
