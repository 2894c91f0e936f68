// Generated from schemas/function_call_result.fbs by scripts/generate-wire.sh; edit the schema instead.

/// The discriminators of `CallOutcomeView`.
public enum CallOutcomeKind: UInt8, CaseIterable, Sendable {
    /// A `ReturnValue`.
    case returnValue = 1
    /// A `GuestError`.
    case guestError = 2
}

/// How a call ended.
public enum CallOutcomeView: ~Escapable {
    /// A `ReturnValue`.
    case returnValue(ReturnValueView)
    /// A `GuestError`.
    case guestError(GuestErrorView)

    /// Reads the union whose value is in `slot` of `table`, or nil if it is absent.
    @inlinable
    @_lifetime(copy table)
    static func read(_ slot: Int, of table: TableView) throws(WireError) -> CallOutcomeView? {
        switch try table.unionType(slot - 1) {
        case 0: return nil
        case 1:
            return .returnValue(ReturnValueView(try table.unionValue(slot)))
        case 2:
            return .guestError(GuestErrorView(try table.unionValue(slot)))
        default: throw .malformed(.unknownUnionType, offset: table.position)
        }
    }

    /// Which table the union holds.
    @inlinable
    public var kind: CallOutcomeKind {
        switch self {
        case .returnValue: .returnValue
        case .guestError: .guestError
        }
    }

    /// Checks the union whose value is in `slot` of `table`.
    static func verify(
        _ slot: Int,
        of table: TableView,
        with verifier: inout Verifier,
        required: Bool
    ) throws(WireError) {
        switch try table.unionType(slot - 1) {
        case 0:
            if required { throw table.missingField }
        case 1:
            try verifier.unionValue(slot, of: table, as: ReturnValueView.self)
        case 2:
            try verifier.unionValue(slot, of: table, as: GuestErrorView.self)
        default:
            throw .malformed(.unknownUnionType, offset: table.position)
        }
    }
}

/// The answer to a `FunctionCall`, in either direction.
public struct FunctionCallResultView: FlatBufferMessage, ~Escapable {
    /// What a message with this root is marked with.
    @inlinable
    public static var fileIdentifier: FileIdentifier { FileIdentifier("SWFR") }

    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `FunctionCallResult`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `outcome`.
    @inlinable
    public var outcome: CallOutcomeView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try CallOutcomeView.read(1, of: table) else { throw table.missingField }
            return value
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try CallOutcomeView.verify(1, of: table, with: &verifier, required: true)
    }
}

/// The value that a function returned.
public struct ReturnValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `ReturnValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: ValueView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try ValueView.read(1, of: table) else { throw table.missingField }
            return value
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try ValueView.verify(1, of: table, with: &verifier, required: true)
    }
}

extension FlatBufferBuilder {
    /// Writes a `FunctionCallResult`.
    @inlinable
    public mutating func appendFunctionCallResult(
        outcomeKind: CallOutcomeKind,
        outcome: FlatBufferOffset
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(1, outcome)
        try add(0, outcomeKind.rawValue)
        return try endTable()
    }

    /// Writes a `ReturnValue`.
    @inlinable
    public mutating func appendReturnValue(
        valueKind: ValueKind,
        value: FlatBufferOffset
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(1, value)
        try add(0, valueKind.rawValue)
        return try endTable()
    }
}
