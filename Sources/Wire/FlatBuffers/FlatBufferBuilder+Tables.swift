extension FlatBufferBuilder {
    /// Starts a table; its fields follow, in any order, and then `endTable()`.
    @inlinable @inline(__always)
    public mutating func startTable() {
        tableStart = used
        slotCount = 0
    }

    /// Writes a scalar field unless it has the value that readers take for an absent one.
    @inlinable @inline(__always)
    public mutating func add<Scalar: FlatBufferScalar>(
        _ slot: Int, _ value: Scalar, default: Scalar
    ) throws(WireError) {
        guard value.wireBits != `default`.wireBits else { return }
        try add(slot, value)
    }

    /// Writes a scalar field, or leaves it absent for nil.
    @inlinable @inline(__always)
    public mutating func add<Scalar: FlatBufferScalar>(_ slot: Int, _ value: Scalar?) throws(WireError) {
        guard let value else { return }
        try push(value)
        noteField(slot)
    }

    /// Writes a field that refers to a finished part, or leaves it absent for nil.
    @inlinable @inline(__always)
    public mutating func add(_ slot: Int, _ target: FlatBufferOffset?) throws(WireError) {
        guard let target else { return }
        try push(target)
        noteField(slot)
    }

    @inlinable @inline(__always)
    mutating func noteField(_ slot: Int) {
        while slotCount <= slot {
            slots[slotCount] = 0
            slotCount += 1
        }
        // 32 scalars and their padding stay far below 64 KiB.
        slots[slot] = UInt16(used - tableStart)
    }

    /// Writes what every table starts with, and its vtable directly in front of it.
    @inlinable
    public mutating func endTable() throws(WireError) -> FlatBufferOffset {
        let vtableSize = 4 + 2 * slotCount
        let vtable = try reserve(vtableSize + 4, aligning: 4, to: 4)
        let size = UInt16(used - vtableSize - tableStart)
        vtable.storeBytes(of: UInt16(vtableSize).littleEndian, as: UInt16.self)
        vtable.storeBytes(of: size.littleEndian, toByteOffset: 2, as: UInt16.self)
        for slot in 0..<slotCount {
            let field = slots[slot] == 0 ? 0 : size - slots[slot]
            vtable.storeBytes(of: field.littleEndian, toByteOffset: 4 + 2 * slot, as: UInt16.self)
        }
        vtable.storeBytes(of: Int32(vtableSize).littleEndian, toByteOffset: vtableSize, as: Int32.self)
        return FlatBufferOffset(distanceFromEnd: UInt32(used - vtableSize))
    }
}
