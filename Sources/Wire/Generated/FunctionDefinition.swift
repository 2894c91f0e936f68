// Generated from schemas/function_definition.fbs by scripts/generate-wire.sh; edit the schema instead.

/// The functions that one side offers the other.
public struct FunctionDefinitionListView: FlatBufferMessage, ~Escapable {
    /// What a message with this root is marked with.
    @inlinable
    public static var fileIdentifier: FileIdentifier { FileIdentifier("SWFD") }

    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `FunctionDefinitionList`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// What the host offers.
    @inlinable
    public var hostFunctions: TableVectorView<HostFunctionDefinitionView>? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.tables(0, of: HostFunctionDefinitionView.self)
        }
    }

    /// What the guest image exports.
    @inlinable
    public var guestFunctions: TableVectorView<GuestFunctionDefinitionView>? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.tables(1, of: GuestFunctionDefinitionView.self)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.tables(0, of: table, as: HostFunctionDefinitionView.self, required: false)
        try verifier.tables(1, of: table, as: GuestFunctionDefinitionView.self, required: false)
    }
}

/// A function that a guest image exports.
public struct GuestFunctionDefinitionView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `GuestFunctionDefinition`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The name that the host calls it by.
    @inlinable
    public var name: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(0) else { throw table.missingField }
            return value
        }
    }

    /// The types of the parameters in order.
    @inlinable
    public var parameterTypes: EnumVectorView<ValueType>? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.enumerations(1)
        }
    }

    /// The type of the result.
    @inlinable
    public var returnType: ValueType {
        get throws(WireError) {
            try table.enumeration(2, default: .void)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.string(0, of: table, required: true)
        try verifier.enumerations(1, of: table, as: ValueType.self, required: false)
        try verifier.enumeration(2, of: table, as: ValueType.self)
    }
}

/// A function that the host offers to guests.
public struct HostFunctionDefinitionView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `HostFunctionDefinition`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The name that guests call it by.
    @inlinable
    public var name: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(0) else { throw table.missingField }
            return value
        }
    }

    /// The types of the parameters in order.
    @inlinable
    public var parameterTypes: EnumVectorView<ValueType>? {
        @_lifetime(copy self)
        get throws(WireError) {
            try table.enumerations(1)
        }
    }

    /// The type of the result.
    @inlinable
    public var returnType: ValueType {
        get throws(WireError) {
            try table.enumeration(2, default: .void)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.string(0, of: table, required: true)
        try verifier.enumerations(1, of: table, as: ValueType.self, required: false)
        try verifier.enumeration(2, of: table, as: ValueType.self)
    }
}

extension FlatBufferBuilder {
    /// Writes a `FunctionDefinitionList`.
    @inlinable
    public mutating func appendFunctionDefinitionList(
        hostFunctions: FlatBufferOffset? = nil,
        guestFunctions: FlatBufferOffset? = nil
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, hostFunctions)
        try add(1, guestFunctions)
        return try endTable()
    }

    /// Writes a `GuestFunctionDefinition`.
    @inlinable
    public mutating func appendGuestFunctionDefinition(
        name: FlatBufferOffset,
        parameterTypes: FlatBufferOffset? = nil,
        returnType: ValueType = .void
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, name)
        try add(1, parameterTypes)
        try add(2, returnType.rawValue, default: ValueType.void.rawValue)
        return try endTable()
    }

    /// Writes a `HostFunctionDefinition`.
    @inlinable
    public mutating func appendHostFunctionDefinition(
        name: FlatBufferOffset,
        parameterTypes: FlatBufferOffset? = nil,
        returnType: ValueType = .void
    ) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, name)
        try add(1, parameterTypes)
        try add(2, returnType.rawValue, default: ValueType.void.rawValue)
        return try endTable()
    }
}
