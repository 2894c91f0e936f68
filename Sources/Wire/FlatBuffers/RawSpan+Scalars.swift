// Positions are `Int`. The words that a message is made of are at most 32 bits wide and a position is never negative
// nor beyond the end of the message, so that the sum of a position and a word cannot overflow.
extension RawSpan {
    /// The scalar at `position`, which must not be negative.
    @inlinable
    func scalar<Scalar: FlatBufferScalar>(
        at position: Int, as type: Scalar.Type = Scalar.self
    ) throws(WireError) -> Scalar {
        guard position <= byteCount - Scalar.wireSize else { throw .malformed(.outOfBounds, offset: position) }
        return Scalar(
            wireBits: .init(
                littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Scalar.WireBits.self)))
    }

    /// The position that the unsigned offset at `position` leads to.
    @inlinable
    func target(ofOffsetAt position: Int) throws(WireError) -> Int {
        let offset = try scalar(at: position, as: UInt32.self)
        let target = position + Int(offset)
        guard offset != 0, target < byteCount else { throw .malformed(.outOfBounds, offset: position) }
        return target
    }
}
