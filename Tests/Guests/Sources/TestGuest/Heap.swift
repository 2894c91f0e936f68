import GuestSDK

/// Takes `count` blocks of `size` bytes and lets go of them: the heap must serve this for ever.
@GuestFunction func allocateAndFree(_ size: UInt32, _ count: UInt32) -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<count {
        let block = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: Int(size))
        sum += UInt64(block[block.count / 2])
    }
    return sum
}

/// Keeps blocks of mixed sizes, drops every other one, and asks for what only fits where neighbours were merged.
@GuestFunction func fragmentAndCoalesce(_ heapSize: UInt64) -> Bool {
    let small = Int(heapSize / 64)
    var blocks: [[UInt8]?] = (0..<48).map { [UInt8](repeating: UInt8($0), count: small) }
    for index in stride(from: 0, to: 48, by: 2) { blocks[index] = nil }
    for (index, block) in blocks.enumerated() where block?.contains(where: { $0 != UInt8(index) }) == true {
        return false
    }
    blocks = []
    let large = [UInt8](repeating: 1, count: Int(heapSize / 4 * 3))
    return large[large.count - 1] == 1
}

@GuestFunction func exhaustHeap() {
    var blocks: [[UInt8]] = []
    while true { blocks.append([UInt8](repeating: 1, count: 100_000)) }
}

@GuestFunction func isAligned(_ alignment: UInt32) -> Bool {
    for count in 1..<50 {
        let block = UnsafeMutableRawPointer.allocate(byteCount: count * 3, alignment: Int(alignment))
        defer { block.deallocate() }
        if UInt(bitPattern: block) % UInt(alignment) != 0 { return false }
    }
    return true
}

/// Whether managed buffers have room for at least what was asked for, and never for so much more that they would meet.
@GuestFunction func managedBuffersHaveRoom() -> Bool {
    for count in 0..<200 {
        let buffer = ManagedBuffer<Int, UInt64>.create(minimumCapacity: count) { $0.capacity }
        guard buffer.header == buffer.capacity, (count...count * 2 + 64).contains(buffer.capacity) else { return false }
    }
    return true
}
