/// A vector of structs, read in place.
public struct StructVectorView: ~Escapable {
    @usableFromInline let elements: VectorElements

    @inlinable
    @_lifetime(copy elements)
    init(elements: VectorElements) { self.elements = elements }

    /// The number of elements.
    @inlinable
    public var count: Int { elements.count }

    /// The struct at `index`.
    @inlinable
    @_lifetime(copy self)
    public func element(at index: Int) throws(WireError) -> StructView {
        let offset = try elements.offset(ofElement: index)
        return StructView(bytes: elements.bytes.extracting(offset..<offset + elements.elementSize))
    }
}
