/// A vector of scalars, read in place.
public struct ScalarVectorView<Scalar: FlatBufferScalar>: ~Escapable {
    @usableFromInline let elements: VectorElements

    @inlinable
    @_lifetime(copy elements)
    init(elements: VectorElements) { self.elements = elements }

    /// The number of elements.
    @inlinable
    public var count: Int { elements.count }

    /// The scalar at `index`.
    @inlinable
    public func element(at index: Int) throws(WireError) -> Scalar {
        try elements.bytes.scalar(at: elements.offset(ofElement: index))
    }
}
