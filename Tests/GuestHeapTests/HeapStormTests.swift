import CGuest
import TestSupport
import Testing

/// Random operations against a model that knows what every block must contain.
struct HeapStormTests {
    private struct Block {
        var pointer: UnsafeMutableRawPointer
        var size: Int
        let tag: UInt64

        /// Fills the block, except the first `kept` bytes, with a pattern of its own.
        func fill(from kept: Int = 0) {
            for offset in stride(from: kept, to: size, by: 1) {
                pointer.storeBytes(of: byte(at: offset), toByteOffset: offset, as: UInt8.self)
            }
        }

        func isIntact(upTo count: Int) -> Bool {
            (0..<count).allSatisfy { pointer.load(fromByteOffset: $0, as: UInt8.self) == byte(at: $0) }
        }

        private func byte(at offset: Int) -> UInt8 {
            UInt8(truncatingIfNeeded: tag &+ UInt64(offset) &* 31)
        }
    }

    private struct Storm {
        let heap: TestHeap
        var random: SeededGenerator
        var blocks: [Block] = []

        /// Mostly small, now and then up to a quarter of the heap.
        mutating func size() -> Int {
            let bits = Int.random(in: 0...(Int.random(in: 0..<8, using: &random) == 0 ? 16 : 9), using: &random)
            return Int.random(in: 0...(1 << bits), using: &random)
        }

        mutating func allocate() {
            let size = size()
            let alignment = 1 << (Bool.random(using: &random) ? 4 : Int.random(in: 4...13, using: &random))
            guard let pointer = heap.allocate(size, alignment: alignment) else { return }
            #expect(Int(bitPattern: pointer) % alignment == 0)
            #expect(heap.usableSize(pointer) >= size)
            let block = Block(pointer: pointer, size: size, tag: random.next())
            block.fill()
            blocks.append(block)
        }

        mutating func reallocate() {
            guard let index = blocks.indices.randomElement(using: &random) else { return }
            let size = size()
            guard let pointer = heap.reallocate(blocks[index].pointer, size: size) else { return }
            let kept = min(size, blocks[index].size)
            blocks[index].pointer = pointer
            blocks[index].size = size
            #expect(blocks[index].isIntact(upTo: kept))
            blocks[index].fill(from: kept)
        }

        mutating func free() {
            guard let index = blocks.indices.randomElement(using: &random) else { return }
            blocks.swapAt(index, blocks.count - 1)
            let block = blocks.removeLast()
            #expect(block.isIntact(upTo: block.size))
            heap.free(block.pointer)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func contentsAndInvariantsHold(seed: UInt64) throws {
        var storm = Storm(heap: try TestHeap(size: 1 << 18), random: SeededGenerator(seed: seed))
        for _ in 0..<4000 {
            switch Int.random(in: 0..<10, using: &storm.random) {
            case 0..<5: storm.allocate()
            case 5..<7: storm.reallocate()
            default: storm.free()
            }
            try #require(storm.heap.problem == nil)
        }
        #expect(storm.heap.statistics.live_blocks == storm.blocks.count)
        while !storm.blocks.isEmpty {
            storm.free()
        }
        #expect(storm.heap.isPristine)
        #expect(storm.heap.problem == nil)
    }
}
