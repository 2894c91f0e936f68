import TestSupport
import Testing

/// What the heap does not need it does not touch, up to the largest region.
struct HeapLocalityTests {
    static let sixteenGiB = 16 << 30

    @Test func aNewHeapTouchesNothing() throws {
        let heap = try TestHeap(size: 1 << 30)
        #expect(try heap.touchedPages == 0)
    }

    @Test func smallBlocksStayTogether() throws {
        let heap = try TestHeap(size: 1 << 30)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<10_000 {
            let blocks = (0..<10).map { _ in heap.allocate(Int.random(in: 0...300, using: &random)) }
            blocks.shuffled(using: &random).forEach(heap.free)
        }
        #expect(heap.isPristine)
        #expect(try heap.touchedPages == 1)
    }

    @Test func largeBlocksAreNotTouched() throws {
        let heap = try TestHeap(size: Self.sixteenGiB)
        let huge = try #require(heap.allocate(10 << 30))
        let aligned = try #require(heap.allocate(1 << 30, alignment: 1 << 30))
        let fence = try #require(heap.allocate(1))
        #expect(Int(bitPattern: aligned) % (1 << 30) == 0)
        heap.free(huge)
        #expect(heap.problem == nil)
        #expect(heap.allocate(10 << 30) == huge)
        #expect(heap.allocate(10 << 30) == nil)
        [fence, huge, aligned].forEach(heap.free)
        #expect(heap.isPristine)
        #expect(heap.allocate(heap.capacity) != nil)
        #expect(try heap.touchedPages <= 8)
    }
}
