// Generated from schemas/function_call.fbs by scripts/generate-wire.sh; edit the schema instead.

/// A call of a guest function by the host, or of a host function by the guest.
public struct FunctionCallView: FlatBufferMessage, ~Escapable {
    /// What a message with this root is marked with.
    @inlinable
    public static var fileIdentifier: FileIdentifier { FileIdentifier("SWFC") }

    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `FunctionCall`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The name that the function was registered or exported under.
    @inlinable
    public var functionName: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(0) else { throw table.missingField }
            return value
        }
    }

    /// The arguments in the order of the declaration.
    @inlinable
    public var parameters: TableVectorView<ParameterView>? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.tables(1, of: ParameterView.self)
        }
    }

    /// The type that the caller will read from the result.
    @inlinable
    public var expectedReturnType: ValueType {
        get throws(WireError) {
            try table.enumeration(2, default: .void)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.string(0, of: table, required: true)
        try verifier.tables(1, of: table, as: ParameterView.self, required: false)
        try verifier.enumeration(2, of: table, as: ValueType.self)
    }
}

/// One argument of a call.
public struct ParameterView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `Parameter`.
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
    /// Writes a `FunctionCall`.
    @inlinable
    public mutating func appendFunctionCall(
        functionName: FlatBufferOffset,
        parameters: FlatBufferOffset? = nil,
        expectedReturnType: ValueType = .void
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, functionName)
        try add(1, parameters)
        try add(2, expectedReturnType.rawValue, default: ValueType.void.rawValue)
        return try endTable()
    }

    /// Writes a `Parameter`.
    @inlinable
    public mutating func appendParameter(
        valueKind: ValueKind,
        value: FlatBufferOffset
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(1, value)
        try add(0, valueKind.rawValue)
        return try endTable()
    }
}
