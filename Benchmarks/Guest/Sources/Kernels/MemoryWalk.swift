/// Loads that the processor can neither predict nor overlap: each element holds the index of the next, and together
/// they are one cycle. Make it longer than the core's own caches.
public struct MemoryWalk {
    private let next: [UInt32]

    /// Makes a cycle of `count` elements, of four bytes each, by Sattolo's algorithm (1986).
    public init(count: Int) {
        var next = (0..<UInt32(count)).map { $0 }
        var random: UInt64 = 0x9e37_79b9_7f4a_7c15
        for index in stride(from: count - 1, to: 0, by: -1) {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            next.swapAt(index, Int((random >> 33) % UInt64(index)))
        }
        self.next = next
    }

    /// Follows the cycle.
    @inline(never)
    public func run(steps: UInt64) -> UInt64 {
        var position: UInt32 = 0
        for _ in 0..<steps { position = next[Int(position)] }
        return UInt64(position)
    }
}
