/// A vector of strings, read in place.
public struct StringVectorView: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline let elements: VectorElements

    @inlinable
    @_lifetime(copy message, copy elements)
    init(message: RawSpan, elements: VectorElements) {
        self.message = message
        self.elements = elements
    }

    /// The number of elements.
    @inlinable
    public var count: Int { elements.count }

    /// The string at `index`.
    @inlinable
    @_lifetime(copy self)
    public func element(at index: Int) throws(WireError) -> StringView {
        let offset = elements.position + (try elements.offset(ofElement: index))
        return try StringView(message: message, position: message.target(ofOffsetAt: offset))
    }
}
