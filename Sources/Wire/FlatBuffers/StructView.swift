/// A struct, which has a fixed layout and no vtable, read in place.
public struct StructView: ~Escapable {
    /// The bytes of the struct.
    public let bytes: RawSpan

    @inlinable
    @_lifetime(copy bytes)
    init(bytes: RawSpan) { self.bytes = bytes }

    /// The scalar at a byte offset.
    @inlinable
    public func scalar<Scalar: FlatBufferScalar>(
        at offset: Int, as type: Scalar.Type = Scalar.self
    ) throws(WireError) -> Scalar {
        guard offset >= 0 else { throw .malformed(.outOfBounds, offset: offset) }
        return try bytes.scalar(at: offset)
    }
}
