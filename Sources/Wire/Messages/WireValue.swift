/// A Swift type whose values cross the boundary between host and guest.
public protocol WireValue: Sendable {
    /// The code of the type in messages and function records.
    static var valueType: ValueType { get }
    /// Copies a value out of a message; throws if the value is of another type.
    init(wireValue: ValueView) throws(WireError)
    /// Writes the table for the value, which goes into a `Parameter` or a `ReturnValue`.
    func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset
}

extension ValueView {
    /// The type of the value.
    @inlinable
    public var type: ValueType {
        switch self {
        case .int32Value: .int32
        case .uint32Value: .uint32
        case .int64Value: .int64
        case .uint64Value: .uint64
        case .floatValue: .float
        case .doubleValue: .double
        case .boolValue: .bool
        case .stringValue: .string
        case .bytesValue: .bytes
        case .voidValue: .void
        }
    }

    /// The bytes of a `BytesValue`, read in place.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(copy self)
        get throws(WireError) {
            guard case .bytesValue(let view) = self else { throw mismatch(.bytes) }
            return try view.value
        }
    }

    /// The text of a `StringValue`, read in place.
    @inlinable
    public var string: StringView {
        @_lifetime(copy self)
        get throws(WireError) {
            guard case .stringValue(let view) = self else { throw mismatch(.string) }
            return try view.value
        }
    }

    /// Throws unless the value is a `VoidValue`.
    @inlinable
    public func requireVoid() throws(WireError) {
        guard case .voidValue = self else { throw mismatch(.void) }
    }

    @inlinable
    func mismatch(_ expected: ValueType) -> WireError { .valueTypeMismatch(expected: expected, found: type) }
}

extension ValueKind {
    /// The discriminator for a value of a type, which is the same code.
    @inlinable
    init(_ type: ValueType) {
        switch type {
        case .int32: self = .int32Value
        case .uint32: self = .uint32Value
        case .int64: self = .int64Value
        case .uint64: self = .uint64Value
        case .float: self = .floatValue
        case .double: self = .doubleValue
        case .bool: self = .boolValue
        case .string: self = .stringValue
        case .bytes: self = .bytesValue
        case .void: self = .voidValue
        }
    }
}
