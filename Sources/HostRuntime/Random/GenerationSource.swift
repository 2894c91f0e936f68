import Synchronization

/// Numbers that no other source in the process gives; never zero.
///
/// A source takes a block of them at a time, so that sandboxes on many threads do not contend for one counter.
struct GenerationSource: ~Copyable {
    private static let blockSize: UInt64 = 1 << 16
    /// The first block is left out, for its zero. 2^48 blocks outlast any process.
    private static let nextBlock = Atomic<UInt64>(1)

    private var upcoming: UInt64 = 0
    private var end: UInt64 = 0

    mutating func next() -> UInt64 {
        if upcoming == end {
            upcoming = Self.nextBlock.wrappingAdd(1, ordering: .relaxed).oldValue &* Self.blockSize
            end = upcoming &+ Self.blockSize
        }
        defer { upcoming &+= 1 }
        return upcoming
    }
}
