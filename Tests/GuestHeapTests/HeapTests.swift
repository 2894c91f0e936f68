import CGuest
import Glibc
import Testing

struct HeapTests {
    @Test(arguments: 0..<16)
    func anyBaseGivesAlignedBlocks(offset: Int) throws {
        let heap = try TestHeap(size: 4096, offset: offset)
        let block = try #require(heap.allocate(1))
        #expect(Int(bitPattern: block) % 16 == 0)
        #expect(block - heap.base >= offset + 8)
        heap.free(block)
        #expect(heap.isPristine)
    }

    @Test(arguments: [0, 1, 23, 24, 25, 40, 41, 247, 248, 249, 1000, 1 << 20])
    func usableSizeCoversTheRequest(size: Int) throws {
        let heap = try TestHeap(size: 2 << 20)
        let block = try #require(heap.allocate(size))
        #expect(heap.usableSize(block) >= max(size, 24))
        #expect(heap.usableSize(block) < max(size, 24) + 16)
    }

    @Test func zeroSizedBlocksAreDistinct() throws {
        let heap = try TestHeap(size: 4096)
        let first = try #require(heap.allocate(0))
        let second = try #require(heap.allocate(0))
        #expect(first != second)
    }

    @Test(arguments: (4...30).map { 1 << $0 })
    func alignmentIsKept(alignment: Int) throws {
        let heap = try TestHeap(size: 4 << 30)
        let small = try #require(heap.allocate(1))
        let first = try #require(heap.allocate(100, alignment: alignment))
        let second = try #require(heap.allocate(100, alignment: alignment))
        #expect(Int(bitPattern: first) % alignment == 0)
        #expect(Int(bitPattern: second) % alignment == 0)
        #expect(heap.problem == nil)
        for block in [first, small, second] {
            heap.free(block)
            #expect(heap.problem == nil)
        }
        #expect(heap.isPristine)
    }

    @Test func smallAlignmentsCountAsSixteen() throws {
        let heap = try TestHeap(size: 4096)
        for alignment in [1, 2, 4, 8] {
            let block = try #require(heap.allocate(1, alignment: alignment))
            #expect(Int(bitPattern: block) % 16 == 0)
        }
    }

    @Test(arguments: [0, 3, 24, 48, 4095, -1])
    func alignmentsThatAreNoPowerOfTwoAreRefused(alignment: Int) throws {
        let heap = try TestHeap(size: 1 << 20)
        #expect(heap.allocate(1, alignment: alignment) == nil)
        #expect(heap.isPristine)
    }

    @Test func impossibleRequestsFailWithoutATrace() throws {
        let heap = try TestHeap(size: 1 << 20)
        for size in [heap.capacity + 1, 1 << 20, 1 << 34, 1 << 62, Int.max, Int.min, -1, -8, -16] {
            for alignment in [16, 4096, 1 << 62, Int.min] {
                #expect(heap.allocate(size, alignment: alignment) == nil)
            }
        }
        // The largest power of two: no address but 0 is a multiple of it.
        #expect(heap.allocate(16, alignment: Int.min) == nil)
        #expect(heap.isPristine)
        #expect(heap.problem == nil)
    }

    @Test func oneBlockCanTakeTheWholeHeap() throws {
        let heap = try TestHeap(size: 1 << 20)
        let block = try #require(heap.allocate(heap.capacity))
        #expect(heap.usableSize(block) == heap.capacity)
        #expect(heap.allocate(0) == nil)
        memset(block, 0xff, heap.capacity)
        heap.free(block)
        #expect(heap.isPristine)
    }

    @Test func theLastBlockCanTakeWhatIsLeft() throws {
        let heap = try TestHeap(size: 1 << 20)
        let first = heap.allocate(104)
        let left = heap.capacity - 112
        #expect(heap.allocate(left + 1) == nil)
        let last = try #require(heap.allocate(left))
        #expect(heap.usableSize(last) == left)
        heap.free(first)
        heap.free(last)
        #expect(heap.isPristine)
    }

    @Test func regionsThatCannotBeHeapsAreRefused() {
        let heap = UnsafeMutablePointer<swiftlet_heap>.allocate(capacity: 1)
        defer { heap.deallocate() }
        func initialise(_ address: UInt, _ size: Int) -> Bool {
            guard let base = UnsafeMutableRawPointer(bitPattern: address) else { return false }
            return swiftlet_heap_init(heap, base, size) { _ in abort() }
        }
        #expect(!initialise(0x10000, 0))
        #expect(!initialise(0x10000, 39))
        #expect(initialise(0x10000, 40))
        #expect(!initialise(0x10000, (16 << 30) + 1))
        #expect(initialise(0x10000, 16 << 30))
        #expect(!initialise(UInt.max - 4095, 8192))
        #expect(swiftlet_heap_allocate(heap, 16, 0) == nil)
        #expect(swiftlet_heap_check(heap) == nil)
    }

    @Test func freedBlocksJoinTheirNeighboursInAnyOrder() throws {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let heap = try TestHeap(size: 1 << 16)
            let blocks = (0..<3).map { _ in heap.allocate(500) }
            let fence = heap.allocate(1)
            for index in order {
                heap.free(blocks[index])
                #expect(heap.problem == nil)
            }
            // Only the three together have room for this, and it is there that it goes.
            #expect(heap.allocate(1500) == blocks[0])
            heap.free(blocks[0])
            heap.free(fence)
            #expect(heap.isPristine)
        }
    }

    @Test func freedMemoryIsUsedBeforeNew() throws {
        let heap = try TestHeap(size: 1 << 20)
        for size in [100, 1000, 5000, 100_000] {
            let block = heap.allocate(size)
            let fence = heap.allocate(1)
            heap.free(block)
            #expect(heap.allocate(size) == block)
            heap.free(block)
            heap.free(fence)
        }
    }

    @Test func exhaustionLeavesTheHeapIntact() throws {
        let heap = try TestHeap(size: 1 << 20)
        var blocks: [UnsafeMutableRawPointer] = []
        while let block = heap.allocate(1000) {
            blocks.append(block)
        }
        #expect(blocks.count == (heap.capacity + 8) / 1008)
        #expect(heap.problem == nil)
        heap.free(blocks.removeLast())
        let reused = try #require(heap.allocate(1000))
        #expect(heap.allocate(1000) == nil)
        (blocks + [reused]).forEach(heap.free)
        #expect(heap.isPristine)
    }

    @Test func statisticsFollowTheBlocks() throws {
        let heap = try TestHeap(size: 1 << 20)
        let first = heap.allocate(100)
        let second = heap.allocate(1000)
        #expect(heap.statistics.live_blocks == 2)
        #expect(heap.statistics.live_bytes == 112 + 1008)
        heap.free(second)
        #expect(heap.statistics.live_blocks == 1)
        #expect(heap.statistics.live_bytes == 112)
        #expect(heap.statistics.peak_bytes == 112 + 1008)
        heap.free(first)
        heap.free(nil)
        #expect(heap.isPristine)
    }
}
