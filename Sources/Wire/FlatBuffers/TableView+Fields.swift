extension TableView {
    /// A scalar, or the schema's default if the field is absent.
    @inlinable @inline(__always)
    public func scalar<Scalar: FlatBufferScalar>(_ slot: Int, default: Scalar) throws(WireError) -> Scalar {
        try optionalScalar(slot) ?? `default`
    }

    /// A scalar that the schema declares optional (`= null`), or nil if the field is absent.
    @inlinable
    public func optionalScalar<Scalar: FlatBufferScalar>(
        _ slot: Int, as type: Scalar.Type = Scalar.self
    ) throws(WireError) -> Scalar? {
        guard let field = try fieldPosition(slot, size: Scalar.wireSize) else { return nil }
        return try message.scalar(at: field)
    }

    /// A case of an enumeration, or the schema's default if the field is absent.
    @inlinable @inline(__always)
    public func enumeration<Enumeration: RawRepresentable>(
        _ slot: Int, default: Enumeration
    ) throws(WireError) -> Enumeration where Enumeration.RawValue: FlatBufferScalar {
        try optionalEnumeration(slot) ?? `default`
    }

    /// A case of an enumeration that the schema declares optional, or nil if the field is absent.
    @inlinable
    public func optionalEnumeration<Enumeration: RawRepresentable>(
        _ slot: Int, as type: Enumeration.Type = Enumeration.self
    ) throws(WireError) -> Enumeration? where Enumeration.RawValue: FlatBufferScalar {
        guard let rawValue = try optionalScalar(slot, as: Enumeration.RawValue.self) else { return nil }
        guard let value = Enumeration(rawValue: rawValue) else {
            throw .malformed(.unknownEnumCase, offset: position)
        }
        return value
    }

    /// A string, or nil if the field is absent.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func string(_ slot: Int) throws(WireError) -> StringView? {
        guard let target = try target(slot) else { return nil }
        return try StringView(message: message, position: target)
    }

    /// A table, or nil if the field is absent.
    @inlinable
    @_lifetime(copy self)
    public func table(_ slot: Int) throws(WireError) -> TableView? {
        guard let target = try target(slot) else { return nil }
        return try TableView(message: message, position: target)
    }

    /// A table of a known type, or nil if the field is absent.
    @inlinable
    @_lifetime(copy self)
    public func table<Table: FlatBufferTable & ~Escapable>(
        _ slot: Int, as type: Table.Type
    ) throws(WireError) -> Table? {
        guard let table = try table(slot) else { return nil }
        return Table(table)
    }

    /// The discriminator of a union, 0 if there is none; the value is in the slot after it.
    @inlinable @inline(__always)
    public func unionType(_ slot: Int) throws(WireError) -> UInt8 {
        try scalar(slot, default: 0)
    }

    /// The table that a union holds, given its value slot and that its discriminator was not 0.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func unionValue(_ slot: Int) throws(WireError) -> TableView {
        guard let value = try table(slot) else { throw .malformed(.missingUnionValue, offset: position) }
        return value
    }

    /// A struct of `size` bytes, or nil if the field is absent.
    @inlinable
    @_lifetime(copy self)
    public func structure(_ slot: Int, size: Int) throws(WireError) -> StructView? {
        guard let field = try fieldPosition(slot, size: size) else { return nil }
        return StructView(bytes: message.extracting(field..<field + size))
    }

    /// A vector of bytes, which may be a message in itself, or nil if the field is absent.
    @inlinable
    @_lifetime(copy self)
    public func bytes(_ slot: Int) throws(WireError) -> RawSpan? {
        guard let target = try target(slot) else { return nil }
        return try VectorElements(message: message, position: target, elementSize: 1).bytes
    }

    /// A vector of scalars, or nil if the field is absent.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func scalars<Scalar: FlatBufferScalar>(
        _ slot: Int, of type: Scalar.Type = Scalar.self
    ) throws(WireError) -> ScalarVectorView<Scalar>? {
        guard let target = try target(slot) else { return nil }
        return ScalarVectorView(
            elements: try VectorElements(message: message, position: target, elementSize: Scalar.wireSize))
    }

    /// A vector of enumeration cases, or nil if the field is absent.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func enumerations<Enumeration: RawRepresentable>(
        _ slot: Int, of type: Enumeration.Type = Enumeration.self
    ) throws(WireError) -> EnumVectorView<Enumeration>? where Enumeration.RawValue: FlatBufferScalar {
        guard let target = try target(slot) else { return nil }
        return EnumVectorView(
            elements: try VectorElements(
                message: message, position: target, elementSize: Enumeration.RawValue.wireSize))
    }

    /// A vector of structs of `size` bytes each, or nil if the field is absent.
    @inlinable
    @_lifetime(copy self)
    public func structures(_ slot: Int, size: Int) throws(WireError) -> StructVectorView? {
        guard let target = try target(slot) else { return nil }
        return StructVectorView(elements: try VectorElements(message: message, position: target, elementSize: size))
    }

    /// A vector of strings, or nil if the field is absent.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func strings(_ slot: Int) throws(WireError) -> StringVectorView? {
        guard let target = try target(slot) else { return nil }
        return StringVectorView(
            message: message, elements: try VectorElements(message: message, position: target, elementSize: 4))
    }

    /// A vector of tables, or nil if the field is absent.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func tables<Table: FlatBufferTable & ~Escapable>(
        _ slot: Int, of type: Table.Type
    ) throws(WireError) -> TableVectorView<Table>? {
        guard let target = try target(slot) else { return nil }
        return TableVectorView(
            message: message, elements: try VectorElements(message: message, position: target, elementSize: 4))
    }
}
