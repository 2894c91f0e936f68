/// Why a sandbox could not be made or a call did not return a value.
///
/// `code` is for programs, `message` for people: it says what was wrong, with the facts, and what to do.
public struct SandboxError: Error, Sendable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, CaseIterable {
        /// A size in the configuration is outside its range.
        case invalidConfiguration
        /// The image's file could not be read.
        case unreadableImage
        /// The image is not a guest image, is damaged, or was built for another version of the ABI.
        case invalidImage
        /// This machine or user has no usable hypervisor.
        case hypervisorUnavailable
        /// The hypervisor refused or failed.
        case hypervisorFailure
        /// The sandboxes of this process would have more memory than ``GuestMemory/limit`` allows.
        case guestMemoryLimitReached
        /// The guest needs a host function that is not registered, or is registered with another signature.
        case hostFunctionMismatch
        /// The guest exports no function of that name.
        case functionNotFound
        /// The function takes or returns other types.
        case signatureMismatch
        /// The arguments do not fit the sandbox's input buffer.
        case argumentsTooLarge
        /// The guest function threw an error, or the guest's runtime refused the call; see ``SandboxError/guestError``.
        case guestError
        /// The function's result does not fit the output buffer, or a host function's result the input buffer.
        case resultTooLarge
        /// An asynchronous host function was called by a guest that cannot wait; see ``HostFunctions``.
        case asynchronousHostFunction
        /// A host function threw, the guest did not catch it; see ``SandboxError/cause``.
        case hostFunctionFailed
        /// The guest gave up: a trap, or an explicit abort.
        case aborted
        /// The guest's heap was too small.
        case outOfMemory
        /// The processor refused an instruction of the guest; see ``SandboxError/fault``.
        case fault
        /// The guest's stack was too small.
        case stackOverflow
        /// The guest left in a way that the ABI does not know, or wrote something malformed.
        case protocolViolation
        /// The guest had the host do more than it may; see ``SandboxError/exceededLimit``.
        case limitExceeded
        /// The host ended the call.
        case cancelled
        /// The call's time was over.
        case deadlineExceeded
        /// The snapshot is of another guest or of a sandbox with other sizes.
        case snapshotMismatch
        /// An earlier failure left the sandbox in an unknown state; a restore mends that.
        case poisoned
        /// The sandbox is in use: by another thread, or by the call that is asking.
        case busy
        /// The sandbox was closed.
        case closed
    }

    private final class Storage: Sendable {
        let code: Code
        let message: String
        let cause: (any Error)?
        let guestError: GuestFailure?
        let fault: FaultReport?
        let ending: CallEnding?
        let exceededLimit: Sandbox.Limit?

        init(
            code: Code, message: String, cause: (any Error)?, guestError: GuestFailure?, fault: FaultReport?,
            ending: CallEnding?, exceededLimit: Sandbox.Limit?
        ) {
            self.code = code
            self.message = message
            self.cause = cause
            self.guestError = guestError
            self.fault = fault
            self.ending = ending
            self.exceededLimit = exceededLimit
        }
    }

    /// One word, so that the success path of a throwing call carries little.
    private let storage: Storage

    /// - Parameters:
    ///   - ending: How the call ended, where the code does not say it.
    ///   - hasEnding: False for a call that was not begun, where the code is one of those that calls end with.
    package init(
        _ code: Code, _ message: String, cause: (any Error)? = nil, guestError: GuestFailure? = nil,
        fault: FaultReport? = nil, ending: CallEnding? = nil, hasEnding: Bool = true,
        exceededLimit: Sandbox.Limit? = nil
    ) {
        storage = Storage(
            code: code, message: message.escapingUnprintable(), cause: cause, guestError: guestError, fault: fault,
            ending: hasEnding ? ending ?? code.ending : nil, exceededLimit: exceededLimit)
    }

    /// What kind of failure it is, for programs.
    public var code: Code { storage.code }

    /// What was wrong and what to do, for people: one line that is safe to print, whatever a guest has put into it.
    public var message: String { storage.message }

    /// The error beneath: what a host function threw, what the operating system said, or what poisoned the sandbox.
    public var cause: (any Error)? { storage.cause }

    /// What the guest said, when `code` is ``Code/guestError``, ``Code/aborted`` or ``Code/outOfMemory``.
    public var guestError: GuestFailure? { storage.guestError }

    /// What the processor said, when it was an exception that ended the call.
    public var fault: FaultReport? { storage.fault }

    /// How the call ended that failed; nil for what failed before the guest ran, or is no call.
    public var ending: CallEnding? { storage.ending }

    /// Which limit it was, when `code` is ``Code/limitExceeded``.
    public var exceededLimit: Sandbox.Limit? { storage.exceededLimit }
}

extension SandboxError: CustomStringConvertible {
    /// Code, message and cause in one line.
    public var description: String {
        let text = "\(code.rawValue): \(message)"
        guard let cause, case let reason = "\(cause)".escapingUnprintable(), !message.contains(reason) else {
            return text
        }
        return "\(text) (cause: \(reason))"
    }
}

/// An error as a guest described it.
public struct GuestFailure: Equatable, Sendable {
    /// The guest author's own code, or one of the runtime's (see the ABI's `GuestErrorCode`).
    public let code: UInt64
    /// The guest's words, at most ``maximumMessageLength`` bytes of them, with everything escaped that is not printable, but
    /// for line breaks and tabs. They are the guest's: do not take them for your program's own.
    public let message: String

    /// Longer messages are cut, in bytes of UTF-8.
    public static let maximumMessageLength = 4096

    init(code: UInt64, message: String) {
        self.code = code
        self.message = message.escapingUnprintable(except: ["\n", "\t"])
    }
}
