import GuestSDK

/// 16 KiB of the image's data, for tests to write.
nonisolated(unsafe) var dataWords = InlineArray<2048, UInt64>(repeating: 0)

/// 64 KiB of the heap, likewise. All ones at first, so that it shows when something else writes zeros.
nonisolated(unsafe) let heapWords = {
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 8192)
    words.initialize(repeating: .max, count: 8192)
    return words
}()

/// Blocks that stay allocated from call to call.
nonisolated(unsafe) var keptBlocks: [[UInt8]] = []

@GuestFunction func dataArea() -> UInt64 {
    withUnsafeMutablePointer(to: &dataWords) { UInt64(UInt(bitPattern: $0)) }
}

@GuestFunction func heapArea() -> UInt64 { UInt64(UInt(bitPattern: heapWords)) }

/// Writes words that follow from `seed`, wherever that is.
@GuestFunction func fillWords(_ address: UInt64, _ count: UInt32, _ seed: UInt64) {
    guard let words = UnsafeMutablePointer<UInt64>(bitPattern: UInt(address)) else { return }
    for index in 0..<Int(count) { words[index] = seed &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15 }
}

@GuestFunction func wordAt(_ address: UInt64) -> UInt64 {
    UnsafePointer<UInt64>(bitPattern: UInt(address))?.pointee ?? 0
}

/// Keeps a new block in place of the one that was in the slot.
@GuestFunction func keepBlock(_ slot: UInt32, _ size: UInt32, _ value: UInt32) {
    while keptBlocks.count <= Int(slot) { keptBlocks.append([]) }
    keptBlocks[Int(slot)] = [UInt8](repeating: UInt8(truncatingIfNeeded: value), count: Int(size))
}

@GuestFunction func keptSum() -> UInt64 {
    keptBlocks.reduce(0) { $1.reduce($0) { $0 + UInt64($1) } }
}

/// Uses the heap up to its end.
@GuestFunction func exhaustHeapByBlocks() {
    while true { keptBlocks.append([UInt8](repeating: 1, count: 3000)) }
}
