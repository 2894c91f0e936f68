import GuestSDK

nonisolated(unsafe) private var pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)

private let pageSize = 4096

/// Makes the pages that `writePages` writes to. None is zero: those would not have to be copied.
@GuestFunction func preparePages(_ count: UInt64) {
    pages = .allocate(byteCount: Int(count) * pageSize, alignment: pageSize)
    _ = pages.initializeMemory(as: UInt8.self, repeating: 7)
}

/// Writes a word into each of the first `count` pages.
@GuestFunction func writePages(_ count: UInt64) { write(0..<Int(count)) }

/// Writes a word into each of `count` pages from page `first` on.
@GuestFunction func writePagesFrom(_ first: UInt64, _ count: UInt64) { write(Int(first)..<Int(first + count)) }

private func write(_ range: Range<Int>) {
    let count = UInt64(range.count)
    for page in range { pages.storeBytes(of: count, toByteOffset: page * pageSize, as: UInt64.self) }
}
