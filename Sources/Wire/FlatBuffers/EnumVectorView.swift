/// A vector of enumeration cases, read in place.
public struct EnumVectorView<Enumeration: RawRepresentable>: ~Escapable
where Enumeration.RawValue: FlatBufferScalar {
    @usableFromInline let elements: VectorElements

    @inlinable
    @_lifetime(copy elements)
    init(elements: VectorElements) { self.elements = elements }

    /// The number of elements.
    @inlinable
    public var count: Int { elements.count }

    /// The case at `index`.
    @inlinable
    public func element(at index: Int) throws(WireError) -> Enumeration {
        let offset = try elements.offset(ofElement: index)
        guard let value = Enumeration(rawValue: try elements.bytes.scalar(at: offset)) else {
            throw .malformed(.unknownEnumCase, offset: elements.position + offset)
        }
        return value
    }
}
