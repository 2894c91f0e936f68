public import Wire

/// A value of any type that crosses the boundary between host and guest, for programs that learn a function's types only
/// when they run.
///
/// Two values that are not numbers differ, as they do in `Float` and `Double`.
public enum AnyWireValue: Hashable, Sendable {
    /// A signed 32-bit integer.
    case int32(Int32)
    /// An unsigned 32-bit integer.
    case uint32(UInt32)
    /// A signed 64-bit integer.
    case int64(Int64)
    /// An unsigned 64-bit integer.
    case uint64(UInt64)
    /// An IEEE 754 single.
    case float(Float)
    /// An IEEE 754 double.
    case double(Double)
    /// A truth value.
    case bool(Bool)
    /// Text.
    case string(String)
    /// Bytes.
    case bytes([UInt8])

    /// The type of the value in signatures, never `.void`.
    public var valueType: ValueType { type(of: typed).valueType }
}

extension AnyWireValue {
    /// The value as the type of which it is.
    var typed: any WireValue {
        switch self {
        case .int32(let value): value
        case .uint32(let value): value
        case .int64(let value): value
        case .uint64(let value): value
        case .float(let value): value
        case .double(let value): value
        case .bool(let value): value
        case .string(let value): value
        case .bytes(let value): value
        }
    }

    /// Copies a value of the type out of a message; throws if the value is of another type, or the type is `.void`.
    init(wireValue: ValueView, as type: ValueType) throws(WireError) {
        switch type {
        case .int32: self = .int32(try Int32(wireValue: wireValue))
        case .uint32: self = .uint32(try UInt32(wireValue: wireValue))
        case .int64: self = .int64(try Int64(wireValue: wireValue))
        case .uint64: self = .uint64(try UInt64(wireValue: wireValue))
        case .float: self = .float(try Float(wireValue: wireValue))
        case .double: self = .double(try Double(wireValue: wireValue))
        case .bool: self = .bool(try Bool(wireValue: wireValue))
        case .string: self = .string(try String(wireValue: wireValue))
        case .bytes: self = .bytes(try [UInt8](wireValue: wireValue))
        case .void: throw .valueTypeMismatch(expected: .void, found: wireValue.type)
        }
    }
}
