// Generated from schemas/value.fbs by scripts/generate-wire.sh; edit the schema instead.

/// The types that cross the boundary between host and guest.
///
/// The codes are part of the ABI: they also stand in the function records of guest images, and equal the
/// discriminators of `Value`.
public enum ValueType: UInt8, CaseIterable, Sendable {
    /// The code 1.
    case int32 = 1
    /// The code 2.
    case uint32 = 2
    /// The code 3.
    case int64 = 3
    /// The code 4.
    case uint64 = 4
    /// The code 5.
    case float = 5
    /// The code 6.
    case double = 6
    /// The code 7.
    case bool = 7
    /// The code 8.
    case string = 8
    /// The code 9.
    case bytes = 9
    /// The code 10.
    case void = 10
}

extension ValueType: CustomStringConvertible {
    /// The name of the case.
    public var description: String {
        switch self {
        case .int32: "int32"
        case .uint32: "uint32"
        case .int64: "int64"
        case .uint64: "uint64"
        case .float: "float"
        case .double: "double"
        case .bool: "bool"
        case .string: "string"
        case .bytes: "bytes"
        case .void: "void"
        }
    }
}

/// The discriminators of `ValueView`.
public enum ValueKind: UInt8, CaseIterable, Sendable {
    /// A `Int32Value`.
    case int32Value = 1
    /// A `UInt32Value`.
    case uint32Value = 2
    /// A `Int64Value`.
    case int64Value = 3
    /// A `UInt64Value`.
    case uint64Value = 4
    /// A `FloatValue`.
    case floatValue = 5
    /// A `DoubleValue`.
    case doubleValue = 6
    /// A `BoolValue`.
    case boolValue = 7
    /// A `StringValue`.
    case stringValue = 8
    /// A `BytesValue`.
    case bytesValue = 9
    /// A `VoidValue`.
    case voidValue = 10
}

/// A value of one of the types that cross the boundary.
public enum ValueView: ~Escapable {
    /// A `Int32Value`.
    case int32Value(Int32ValueView)
    /// A `UInt32Value`.
    case uint32Value(UInt32ValueView)
    /// A `Int64Value`.
    case int64Value(Int64ValueView)
    /// A `UInt64Value`.
    case uint64Value(UInt64ValueView)
    /// A `FloatValue`.
    case floatValue(FloatValueView)
    /// A `DoubleValue`.
    case doubleValue(DoubleValueView)
    /// A `BoolValue`.
    case boolValue(BoolValueView)
    /// A `StringValue`.
    case stringValue(StringValueView)
    /// A `BytesValue`.
    case bytesValue(BytesValueView)
    /// A `VoidValue`.
    case voidValue(VoidValueView)

    /// Reads the union whose value is in `slot` of `table`, or nil if it is absent.
    @inlinable
    @_lifetime(copy table)
    static func read(_ slot: Int, of table: TableView) throws(WireError) -> ValueView? {
        switch try table.unionType(slot - 1) {
        case 0: return nil
        case 1:
            return .int32Value(Int32ValueView(try table.unionValue(slot)))
        case 2:
            return .uint32Value(UInt32ValueView(try table.unionValue(slot)))
        case 3:
            return .int64Value(Int64ValueView(try table.unionValue(slot)))
        case 4:
            return .uint64Value(UInt64ValueView(try table.unionValue(slot)))
        case 5:
            return .floatValue(FloatValueView(try table.unionValue(slot)))
        case 6:
            return .doubleValue(DoubleValueView(try table.unionValue(slot)))
        case 7:
            return .boolValue(BoolValueView(try table.unionValue(slot)))
        case 8:
            return .stringValue(StringValueView(try table.unionValue(slot)))
        case 9:
            return .bytesValue(BytesValueView(try table.unionValue(slot)))
        case 10:
            return .voidValue(VoidValueView(try table.unionValue(slot)))
        default: throw .malformed(.unknownUnionType, offset: table.position)
        }
    }

    /// Which table the union holds.
    @inlinable
    public var kind: ValueKind {
        switch self {
        case .int32Value: .int32Value
        case .uint32Value: .uint32Value
        case .int64Value: .int64Value
        case .uint64Value: .uint64Value
        case .floatValue: .floatValue
        case .doubleValue: .doubleValue
        case .boolValue: .boolValue
        case .stringValue: .stringValue
        case .bytesValue: .bytesValue
        case .voidValue: .voidValue
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
            try verifier.unionValue(slot, of: table, as: Int32ValueView.self)
        case 2:
            try verifier.unionValue(slot, of: table, as: UInt32ValueView.self)
        case 3:
            try verifier.unionValue(slot, of: table, as: Int64ValueView.self)
        case 4:
            try verifier.unionValue(slot, of: table, as: UInt64ValueView.self)
        case 5:
            try verifier.unionValue(slot, of: table, as: FloatValueView.self)
        case 6:
            try verifier.unionValue(slot, of: table, as: DoubleValueView.self)
        case 7:
            try verifier.unionValue(slot, of: table, as: BoolValueView.self)
        case 8:
            try verifier.unionValue(slot, of: table, as: StringValueView.self)
        case 9:
            try verifier.unionValue(slot, of: table, as: BytesValueView.self)
        case 10:
            try verifier.unionValue(slot, of: table, as: VoidValueView.self)
        default:
            throw .malformed(.unknownUnionType, offset: table.position)
        }
    }
}

/// A truth value.
public struct BoolValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `BoolValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: Bool? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: Bool.self)
    }
}

/// Bytes without meaning to the runtime.
public struct BytesValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `BytesValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: RawSpan {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.bytes(0) else { throw table.missingField }
            return value
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.vector(0, of: table, elementSize: 1, alignment: 1, required: true)
    }
}

/// An IEEE 754 double, bit for bit.
public struct DoubleValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `DoubleValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: Double? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: Double.self)
    }
}

/// An IEEE 754 single, bit for bit.
public struct FloatValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `FloatValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: Float? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: Float.self)
    }
}

/// A signed 32-bit integer.
public struct Int32ValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `Int32Value`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: Int32? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: Int32.self)
    }
}

/// A signed 64-bit integer.
public struct Int64ValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `Int64Value`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: Int64? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: Int64.self)
    }
}

/// UTF-8 text, which may hold NUL characters.
public struct StringValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `StringValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard let value = try table.string(0) else { throw table.missingField }
            return value
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.string(0, of: table, required: true)
    }
}

/// An unsigned 32-bit integer.
public struct UInt32ValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `UInt32Value`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: UInt32? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: UInt32.self)
    }
}

/// An unsigned 64-bit integer.
public struct UInt64ValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `UInt64Value`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// The field `value`.
    @inlinable
    public var value: UInt64? {
        get throws(WireError) {
            try table.optionalScalar(0)
        }
    }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
        try verifier.scalar(0, of: table, as: UInt64.self)
    }
}

/// The value of a function that returns nothing.
public struct VoidValueView: FlatBufferTable, ~Escapable {
    /// The table behind the view.
    public let table: TableView

    /// Reads `table` as a `VoidValue`.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self.table = table }

    /// Checks every field of `table` and what they refer to.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
    }
}

extension FlatBufferBuilder {
    /// Writes a `BoolValue`.
    @inlinable
    public mutating func appendBoolValue(value: Bool? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `BytesValue`.
    @inlinable
    public mutating func appendBytesValue(value: FlatBufferOffset) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `DoubleValue`.
    @inlinable
    public mutating func appendDoubleValue(value: Double? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `FloatValue`.
    @inlinable
    public mutating func appendFloatValue(value: Float? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `Int32Value`.
    @inlinable
    public mutating func appendInt32Value(value: Int32? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `Int64Value`.
    @inlinable
    public mutating func appendInt64Value(value: Int64? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `StringValue`.
    @inlinable
    public mutating func appendStringValue(value: FlatBufferOffset) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `UInt32Value`.
    @inlinable
    public mutating func appendUInt32Value(value: UInt32? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `UInt64Value`.
    @inlinable
    public mutating func appendUInt64Value(value: UInt64? = nil) throws(WireError) -> FlatBufferOffset {
        startTable()
        try add(0, value)
        return try endTable()
    }

    /// Writes a `VoidValue`.
    @inlinable
    public mutating func appendVoidValue() throws(WireError) -> FlatBufferOffset {
        startTable()
        return try endTable()
    }
}
