import Testing

/// What a faulty guest does to its heap ends it, with a reason, before the damage spreads.
struct HeapMisuseTests {
    private static func reason(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    @Test func doubleFreeIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let block = heap.allocate(100)
            _ = heap.allocate(100)
            heap.free(block)
            heap.free(block)
        }
        #expect(Self.reason(result).contains("already free"))
    }

    @Test func doubleFreeOfAJoinedBlockIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let first = heap.allocate(100)
            let second = heap.allocate(100)
            _ = heap.allocate(100)
            heap.free(first)
            heap.free(second)
            heap.free(second)
        }
        #expect(Self.reason(result).contains("already free"))
    }

    @Test func doubleFreeOfTheLastBlockIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let block = heap.allocate(100)
            heap.free(block)
            heap.free(block)
        }
        #expect(Self.reason(result).contains("not to a block of the heap"))
    }

    @Test func aPointerFromElsewhereIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            _ = heap.allocate(100)
            heap.free(UnsafeMutableRawPointer(bitPattern: 16))
        }
        #expect(Self.reason(result).contains("not to a block of the heap"))
    }

    @Test func aPointerIntoABlockIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            heap.free(heap.allocate(100).map { $0 + 8 })
        }
        #expect(Self.reason(result).contains("not to the start of a block"))
    }

    @Test func anOverwrittenHeaderIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let block = try #require(heap.allocate(100))
            (block - 8).storeBytes(of: UInt64.max & ~15, as: UInt64.self)
            heap.free(block)
        }
        #expect(Self.reason(result).contains("header was overwritten"))
    }

    @Test func overwrittenLinksAreDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let block = try #require(heap.allocate(100))
            let other = try #require(heap.allocate(1))
            heap.free(block)
            block.storeBytes(of: UInt(bitPattern: other), as: UInt.self)
            _ = heap.allocate(100)
        }
        #expect(Self.reason(result).contains("links were overwritten"))
    }

    @Test func anOverwrittenFooterIsDetected() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let heap = try TestHeap(size: 1 << 16)
            let block = try #require(heap.allocate(104))
            let next = heap.allocate(1)
            heap.free(block)
            (block + 96).storeBytes(of: 1 << 40, as: UInt64.self)
            heap.free(next)
        }
        #expect(Self.reason(result).contains("size was overwritten"))
    }
}
