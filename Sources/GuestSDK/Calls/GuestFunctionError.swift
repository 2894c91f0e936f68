internal import Wire

/// An error that a guest function may throw: the host receives its code and message.
public protocol GuestFunctionError: Error {
    /// The author's choice, below 0xFFFF_FFFF_0000_0000; the codes above belong to the runtime.
    var code: UInt64 { get }
    /// What went wrong, for people.
    var message: String { get }
    /// Names the host function's error that this one passes on; 0 for none, which is the default.
    var hostErrorToken: UInt32 { get }
}

extension GuestFunctionError {
    /// None.
    public var hostErrorToken: UInt32 { 0 }
}

/// An error with a code and a message, for functions that need no type of their own.
public struct GuestError: GuestFunctionError {
    /// The author's choice, below 0xFFFF_FFFF_0000_0000.
    public let code: UInt64
    /// What went wrong, for people.
    public let message: String

    /// Makes an error of a code and a message.
    public init(code: UInt64, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// Why a host function did not return a value.
///
/// Thrown on from a guest function, it reaches the host's caller with the error that the host function threw.
public struct HostFunctionError: GuestFunctionError {
    /// One of the runtime's codes, a raw value of ``/Wire/GuestErrorCode``.
    public let code: UInt64
    /// What the host says about it.
    public let message: String
    /// The host's name for what its function threw; 0 when it threw nothing.
    public let hostErrorToken: UInt32

    init(_ code: GuestErrorCode, _ message: String) {
        self.code = code.rawValue
        self.message = message
        hostErrorToken = 0
    }

    init(_ error: borrowing GuestErrorView) throws(WireError) {
        code = try error.code
        message = try error.message.decoded()
        hostErrorToken = try error.hostErrorToken
    }
}
