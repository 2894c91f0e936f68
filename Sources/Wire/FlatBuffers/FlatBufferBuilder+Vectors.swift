extension FlatBufferBuilder {
    /// Writes a string.
    @inlinable
    public mutating func appendString(_ string: String) throws(WireError) -> FlatBufferOffset {
        try appendString(utf8: string.utf8.span.bytes)
    }

    /// Writes a string of bytes that the caller knows to be UTF-8.
    @inlinable
    public mutating func appendString(utf8: RawSpan) throws(WireError) -> FlatBufferOffset {
        let count = utf8.byteCount
        let characters = try reserveVector(count: count, byteCount: count, trailing: 1, elementAlignment: 1)
        copy(utf8, to: characters)
        characters.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        return head
    }

    /// Writes a vector of bytes, copied once.
    @inlinable
    public mutating func appendBytes(_ bytes: RawSpan) throws(WireError) -> FlatBufferOffset {
        copy(bytes, to: try reserveVector(count: bytes.byteCount, byteCount: bytes.byteCount, elementAlignment: 1))
        return head
    }

    /// Writes a vector of scalars.
    @inlinable
    public mutating func appendVector<Scalar: FlatBufferScalar>(
        _ scalars: Span<Scalar>
    ) throws(WireError) -> FlatBufferOffset {
        let size = Scalar.wireSize
        let start = try reserveVector(
            count: scalars.count, byteCount: scalars.count * size, elementAlignment: size)
        for index in scalars.indices {
            start.storeBytes(
                of: scalars[index].wireBits.littleEndian, toByteOffset: index * size, as: Scalar.WireBits.self)
        }
        return head
    }

    /// Writes a vector of enumeration cases.
    @inlinable
    public mutating func appendVector<Enumeration: RawRepresentable>(
        _ cases: Span<Enumeration>
    ) throws(WireError) -> FlatBufferOffset where Enumeration.RawValue: FlatBufferScalar {
        let size = Enumeration.RawValue.wireSize
        let start = try reserveVector(count: cases.count, byteCount: cases.count * size, elementAlignment: size)
        for index in cases.indices {
            start.storeBytes(
                of: cases[index].rawValue.wireBits.littleEndian, toByteOffset: index * size,
                as: Enumeration.RawValue.WireBits.self)
        }
        return head
    }

    /// Writes a vector of tables or strings, all of them finished.
    @inlinable
    public mutating func appendVector(_ targets: Span<FlatBufferOffset>) throws(WireError) -> FlatBufferOffset {
        let start = try reserveVector(count: targets.count, byteCount: targets.count * 4, elementAlignment: 4)
        for index in targets.indices {
            let place = UInt32(used - 4 - index * 4)
            start.storeBytes(
                of: (place - targets[index].distanceFromEnd).littleEndian, toByteOffset: index * 4, as: UInt32.self)
        }
        return head
    }

    /// Reserves a vector, writes its count, and returns where its elements go.
    @inlinable
    mutating func reserveVector(
        count: Int, byteCount: Int, trailing: Int = 0, elementAlignment: Int
    ) throws(WireError) -> UnsafeMutableRawPointer {
        // Before anything is added to it.
        guard byteCount <= capacity else { throw shortage(of: byteCount, padding: 0) }
        let size = byteCount + trailing
        let vector = try reserve(4 + size, aligning: size, to: max(4, elementAlignment))
        vector.storeBytes(of: UInt32(count).littleEndian, as: UInt32.self)
        return vector + 4
    }

    @inlinable
    func copy(_ bytes: RawSpan, to destination: UnsafeMutableRawPointer) {
        bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            destination.copyMemory(from: start, byteCount: source.count)
        }
    }
}
