// The conformances of `WireValue`: one table of the schema each.

extension Int32: WireValue {
    /// The code of `Int32`.
    @inlinable
    public static var valueType: ValueType { .int32 }

    /// Reads an `Int32Value`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .int32Value(let view) = wireValue else { throw wireValue.mismatch(.int32) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes an `Int32Value`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendInt32Value(value: self)
    }
}

extension UInt32: WireValue {
    /// The code of `UInt32`.
    @inlinable
    public static var valueType: ValueType { .uint32 }

    /// Reads a `UInt32Value`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .uint32Value(let view) = wireValue else { throw wireValue.mismatch(.uint32) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes a `UInt32Value`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendUInt32Value(value: self)
    }
}

extension Int64: WireValue {
    /// The code of `Int64`.
    @inlinable
    public static var valueType: ValueType { .int64 }

    /// Reads an `Int64Value`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .int64Value(let view) = wireValue else { throw wireValue.mismatch(.int64) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes an `Int64Value`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendInt64Value(value: self)
    }
}

extension UInt64: WireValue {
    /// The code of `UInt64`.
    @inlinable
    public static var valueType: ValueType { .uint64 }

    /// Reads a `UInt64Value`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .uint64Value(let view) = wireValue else { throw wireValue.mismatch(.uint64) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes a `UInt64Value`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendUInt64Value(value: self)
    }
}

extension Float: WireValue {
    /// The code of `Float`.
    @inlinable
    public static var valueType: ValueType { .float }

    /// Reads a `FloatValue`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .floatValue(let view) = wireValue else { throw wireValue.mismatch(.float) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes a `FloatValue`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendFloatValue(value: self)
    }
}

extension Double: WireValue {
    /// The code of `Double`.
    @inlinable
    public static var valueType: ValueType { .double }

    /// Reads a `DoubleValue`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .doubleValue(let view) = wireValue else { throw wireValue.mismatch(.double) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes a `DoubleValue`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendDoubleValue(value: self)
    }
}

extension Bool: WireValue {
    /// The code of `Bool`.
    @inlinable
    public static var valueType: ValueType { .bool }

    /// Reads a `BoolValue`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        guard case .boolValue(let view) = wireValue else { throw wireValue.mismatch(.bool) }
        guard let value = try view.value else { throw view.table.missingField }
        self = value
    }

    /// Writes a `BoolValue`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try builder.appendBoolValue(value: self)
    }
}

extension String: WireValue {
    /// The code of `String`.
    @inlinable
    public static var valueType: ValueType { .string }

    /// Copies the text of a `StringValue`, which must be UTF-8.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        self = try wireValue.string.decoded()
    }

    /// Writes a `StringValue`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        let text = try builder.appendString(self)
        return try builder.appendStringValue(value: text)
    }
}

extension [UInt8]: WireValue {
    /// The code of bytes.
    @inlinable
    public static var valueType: ValueType { .bytes }

    /// Copies the bytes of a `BytesValue`.
    @inlinable
    public init(wireValue: ValueView) throws(WireError) {
        self = try wireValue.bytes.withUnsafeBytes { [UInt8]($0) }
    }

    /// Writes a `BytesValue`.
    @inlinable
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        let bytes = try builder.appendBytes(span.bytes)
        return try builder.appendBytesValue(value: bytes)
    }
}

// Without it a literal such as 5 would compile as a `Double` and fail when the call is made.
@available(*, unavailable, message: "Int has no fixed size on the wire; use Int32 or Int64, for example 5 as Int64")
extension Int: WireValue {
    /// There is none.
    public static var valueType: ValueType { .int64 }

    /// There is none to read.
    public init(wireValue: ValueView) throws(WireError) {
        self = Int(try Int64(wireValue: wireValue))
    }

    /// There is none to write.
    public func append(to builder: inout FlatBufferBuilder) throws(WireError) -> FlatBufferOffset {
        try Int64(self).append(to: &builder)
    }
}
