/// A vector of tables, read in place.
public struct TableVectorView<Table: FlatBufferTable & ~Escapable>: ~Escapable {
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

    /// The table at `index`.
    @inlinable
    @_lifetime(copy self)
    public func element(at index: Int) throws(WireError) -> Table {
        let offset = elements.position + (try elements.offset(ofElement: index))
        return Table(try TableView(message: message, position: message.target(ofOffsetAt: offset)))
    }
}
