/// The elements of a vector, known to lie inside the message.
@usableFromInline
struct VectorElements: ~Escapable {
    /// The elements' bytes.
    @usableFromInline let bytes: RawSpan
    /// Where the elements start in the message.
    @usableFromInline let position: Int
    @usableFromInline let count: Int
    @usableFromInline let elementSize: Int

    /// Reads the count at `position`, once, and checks it against the message.
    @inlinable
    @_lifetime(copy message)
    init(message: RawSpan, position: Int, elementSize: Int) throws(WireError) {
        let count = Int(try message.scalar(at: position, as: UInt32.self))
        let start = position + 4
        // Neither factor exceeds 32 bits, nor their product 64.
        guard count * elementSize <= message.byteCount - start else {
            throw .malformed(.outOfBounds, offset: position)
        }
        bytes = message.extracting(start..<start + count * elementSize)
        self.position = start
        self.count = count
        self.elementSize = elementSize
    }

    /// Where an element starts among the elements' bytes.
    @inlinable
    func offset(ofElement index: Int) throws(WireError) -> Int {
        guard index >= 0, index < count else { throw .indexOutOfRange(index: index, count: count) }
        return index * elementSize
    }
}
