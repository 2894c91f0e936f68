internal import HostRuntime

/// Why a pool could not be made, or lent no sandbox.
///
/// `code` is for programs, `message` for people: it says what was wrong, with the facts, and what to do.
public struct SandboxPoolError: Error, Sendable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, CaseIterable {
        /// A number in the configuration is outside its range.
        case invalidConfiguration
        /// All sandboxes are lent and the line is full.
        case tooManyWaiters
        /// No sandbox came back in time.
        case timedOut
        /// A sandbox could not be made; see ``SandboxPoolError/cause``.
        case creationFailed
        /// The pool is being shut down, or was.
        case shuttingDown
    }

    /// What kind of failure it is, for programs.
    public let code: Code
    /// What was wrong and what to do, for people.
    public let message: String
    /// The error beneath, a `SandboxError`, when `code` is ``Code/creationFailed``.
    public let cause: (any Error)?

    private init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    static func invalidConfiguration(_ message: String) -> SandboxPoolError {
        SandboxPoolError(.invalidConfiguration, message)
    }

    static func tooManyWaiters(_ configuration: SandboxPool.Configuration) -> SandboxPoolError {
        SandboxPoolError(
            .tooManyWaiters,
            """
            all \(configuration.maximumSize) sandboxes of the pool \(configuration.name) are lent and \
            \(configuration.maximumWaiters) callers wait already. Shed the request, or raise maximumSize or maximumWaiters
            """)
    }

    static func timedOut(_ configuration: SandboxPool.Configuration) -> SandboxPoolError {
        SandboxPoolError(
            .timedOut,
            """
            none of the \(configuration.maximumSize) sandboxes of the pool \(configuration.name) became free within \
            \(configuration.waitTimeout ?? .zero). Shed the request, or raise maximumSize or waitTimeout
            """)
    }

    static func creationFailed(_ cause: SandboxError) -> SandboxPoolError {
        SandboxPoolError(
            .creationFailed, "a sandbox could not be made. What to do depends on the cause: \(cause)", cause: cause)
    }

    static func shuttingDown(_ configuration: SandboxPool.Configuration) -> SandboxPoolError {
        SandboxPoolError(
            .shuttingDown, "the pool \(configuration.name) is shut down and lends no more sandboxes. Make another pool")
    }
}

extension SandboxPoolError: CustomStringConvertible {
    /// Code and message in one line.
    public var description: String { "\(code.rawValue): \(message)" }
}
