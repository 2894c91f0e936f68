import CGuest
import Testing

struct HeapReallocationTests {
    @Test func nothingReallocatedIsAllocated() throws {
        let heap = try TestHeap(size: 1 << 16)
        let block = try #require(heap.reallocate(nil, size: 100))
        #expect(heap.usableSize(block) >= 100)
    }

    @Test func theLastBlockGrowsAndShrinksInPlace() throws {
        let heap = try TestHeap(size: 1 << 20)
        let block = try #require(heap.allocate(10))
        for size in [100, 10_000, heap.capacity, 5000, 0] {
            #expect(heap.reallocate(block, size: size) == block)
            #expect(heap.usableSize(block) >= size)
            #expect(heap.problem == nil)
        }
        heap.free(block)
        #expect(heap.isPristine)
    }

    @Test func aBlockGrowsIntoAFreeNeighbour() throws {
        let heap = try TestHeap(size: 1 << 16)
        let block = try #require(heap.allocate(1000))
        let neighbour = heap.allocate(1000)
        let fence = heap.allocate(1)
        heap.free(neighbour)
        #expect(heap.reallocate(block, size: 1500) == block)
        #expect(heap.problem == nil)
        #expect(heap.reallocate(block, size: 2008) == block)
        #expect(heap.problem == nil)
        #expect(heap.reallocate(block, size: 2017) != block)
        heap.free(fence)
        #expect(heap.problem == nil)
    }

    @Test func aBlockThatMovesKeepsItsContent() throws {
        let heap = try TestHeap(size: 1 << 16)
        let block = try #require(heap.allocate(1000))
        let fence = heap.allocate(1)
        for index in 0..<1000 {
            block.storeBytes(of: UInt8(truncatingIfNeeded: index &* 7), toByteOffset: index, as: UInt8.self)
        }
        let moved = try #require(heap.reallocate(block, size: 5000))
        #expect(moved != block)
        #expect(
            (0..<1000).allSatisfy {
                moved.load(fromByteOffset: $0, as: UInt8.self) == UInt8(truncatingIfNeeded: $0 &* 7)
            })
        heap.free(moved)
        heap.free(fence)
        #expect(heap.isPristine)
    }

    @Test func aFailureLeavesTheBlock() throws {
        let heap = try TestHeap(size: 1 << 16)
        let block = try #require(heap.allocate(1000))
        let fence = heap.allocate(1)
        let before = heap.statistics
        for size in [1 << 16, 1 << 40, Int.max, -1] {
            #expect(heap.reallocate(block, size: size) == nil)
        }
        #expect(heap.statistics.live_bytes == before.live_bytes)
        #expect(heap.usableSize(block) == 1000)
        heap.free(block)
        heap.free(fence)
        #expect(heap.isPristine)
    }
}
