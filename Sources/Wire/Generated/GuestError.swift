// Generated from schemas/guest_error.fbs by scripts/generate-wire.sh; edit the schema instead.

/// The error codes that the runtime keeps for itself; every smaller code belongs to the guest's author.
public enum GuestErrorCode: UInt64, CaseIterable, Sendable {
    /// The message of the call could not be read.
    case malformedCall = 0xFFFFFFFF00000000
    /// The guest exports no function of that name.
    case functionNotFound = 0xFFFFFFFF00000001
    /// The arguments differ from the function's parameters in number or type.
    case argumentMismatch = 0xFFFFFFFF00000002
    /// The result does not fit into the buffer for results.
    case resultTooLarge = 0xFFFFFFFF00000003
    /// The arguments of a host function do not fit into the buffer for calls.
    case argumentsTooLarge = 0xFFFFFFFF00000004
    /// The host has registered no function of that name.
    case hostFunctionNotFound = 0xFFFFFFFF00000005
    /// The host function threw an error.
    case hostFunctionFailed = 0xFFFFFFFF00000006
    /// The host function's result is not of the type that the guest declared.
    case hostResultMismatch = 0xFFFFFFFF00000007
    /// The guest's heap could not serve an allocation that must not fail.
    case outOfMemory = 0xFFFFFFFF00000008
}

extension GuestErrorCode: CustomStringConvertible {
    /// The name of the case.
    public var description: String {
        switch self {
        case .malformedCall: "malformedCall"
        case .functionNotFound: "functionNotFound"
        case .argumentMismatch: "argumentMismatch"
        case .resultTooLarge: "resultTooLarge"
        case .argumentsTooLarge: "argumentsTooLarge"
        case .hostFunctionNotFound: "hostFunctionNotFound"
        case .hostFunctionFailed: "hostFunctionFailed"
        case .hostResultMismatch: "hostResultMismatch"
        case .outOfMemory: "outOfMemory"
        }
    }
}

/// The error that ended a call.
public struct GuestErrorView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `GuestError`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// A `GuestErrorCode`, or a code of the guest author's choice.
    @inlinable
    public var code: UInt64 {
        get throws(WireError) {
            try table.scalar(0, default: 0)
        }
    }

    /// What went wrong, for a human reader.
    @inlinable
    public var message: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(1) else { throw table.missingField }
            return value
        }
    }

    /// Names the host function's error that travelled through the guest; 0 for none.
    @inlinable
    public var hostErrorToken: UInt32 {
        get throws(WireError) {
            try table.scalar(2, default: 0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: UInt64.self)
        try verifier.string(1, of: table, required: true)
        try verifier.scalar(2, of: table, as: UInt32.self)
    }
}

extension FlatBufferBuilder {
    /// Writes a `GuestError`.
    @inlinable
    public mutating func appendGuestError(
        code: UInt64 = 0,
        message: FlatBufferOffset,
        hostErrorToken: UInt32 = 0
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, code, default: 0)
        try add(1, message)
        try add(2, hostErrorToken, default: 0)
        return try endTable()
    }
}
