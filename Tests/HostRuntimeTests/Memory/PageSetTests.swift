import TestSupport
import Testing

@testable import HostRuntime

@Suite("Sets of pages")
struct PageSetTests {
    private func memory(pages: UInt64) throws -> GuestRange {
        try #require(GuestRange(start: 0x1_0000, count: pages * 4096))
    }

    private func range(_ first: UInt64, _ count: UInt64) throws -> GuestRange {
        try #require(GuestRange(start: 0x1_0000 + first * 4096, count: count * 4096))
    }

    private func pages(_ set: PageSet) -> [UInt64] { set.addresses.map { ($0.rawValue - 0x1_0000) / 4096 } }

    @Test func aRangeAddsEveryPageThatItTouches() throws {
        for (start, count, expected) in [
            (0x1_0000, 0, []), (0x1_0000, 1, [0]), (0x1_0fff, 1, [0]), (0x1_0fff, 2, [0, 1]),
            (0x4_f000, 4096, [63]), (0x4_ffff, 2, [63, 64]), (0x4_e000, 0x4000, [62, 63, 64, 65]),
            (0, 0x1_0000, []), (0, 0x1_0001, [0]), (0x9_1000, 0x1000, [129]), (0x9_1fff, 0x2000, [129]),
            (0x9_2000, 0x2000, []), (.max, 0, []),
        ] as [(UInt64, UInt64, [UInt64])] {
            var set = PageSet(of: try memory(pages: 130))
            set.insert(try #require(GuestRange(start: start, count: count)))
            #expect(pages(set) == expected, "\(start) \(count)")
            #expect(set.count == expected.count)
            #expect(set.isEmpty == expected.isEmpty)
        }
    }

    @Test func pagesAreTakenOut() throws {
        var set = PageSet(of: try memory(pages: 300))
        set.insert(set.memory)
        #expect(set.count == 300)
        var others = PageSet(of: set.memory)
        others.insert(try range(1, 297))
        set.subtract(others)
        #expect(pages(set) == [0, 298, 299])
        set.remove(page: 0)
        set.remove(page: 0)
        #expect(pages(set) == [298, 299])
        others.insert(try range(298, 2))
        set.subtract(others)
        #expect(set.isEmpty)
    }

    /// A slot may begin and end anywhere among the groups.
    @Test(arguments: [0, 1, 5, 63, 64, 65, 127, 200])
    func bitsOfASlotBecomePagesOfTheMemory(_ first: UInt64) throws {
        var random = SeededGenerator(seed: first)
        for count: UInt64 in [1, 2, 63, 64, 65, 128, 130, 700] {
            let memory = try memory(pages: 1000)
            let slot = try range(first, count)
            let words = (0..<12).map { _ in random.next() & random.next() & random.next() }
            let isSparse = count > 100
            let bitmap = isSparse ? words.enumerated().map { $0.offset % 11 == 10 ? $0.element : 0 } : words
            var set = PageSet(of: memory)
            set.insert(try range(999, 1))
            bitmap.withUnsafeBufferPointer { set.insert($0, of: slot) }
            let expected = (0..<count).filter { bitmap[Int($0 / 64)] & 1 << ($0 % 64) != 0 }.map { first + $0 }
            #expect(pages(set) == expected + [999])
        }
    }

    @Test func whatABitmapOrAMemoryDoesNotHaveCountsForNothing() throws {
        var set = PageSet(of: try memory(pages: 100))
        [UInt64.max].withUnsafeBufferPointer { set.insert($0, of: set.memory) }
        #expect(set.count == 64)
        // A slot may be longer than the memory, but not begin below it.
        [0, UInt64.max].withUnsafeBufferPointer { bitmap in
            set.insert(
                bitmap, of: GuestRange(from: set.memory.start, to: .init(rawBits: set.memory.end.rawValue + 0x10_0000)))
        }
        #expect(pages(set) == Array(0..<100))
        set.removeAll()
        let below = GuestRange(from: .init(rawBits: set.memory.start.rawValue - 4096), to: set.memory.end)
        [UInt64.max].withUnsafeBufferPointer { set.insert($0, of: below) }
        #expect(set.isEmpty)
    }

    @Test func unionAndEmptying() throws {
        var random = SeededGenerator(seed: 8)
        var left = PageSet(of: try memory(pages: 5000))
        var right = left
        var expected: Set<UInt64> = []
        for _ in 0..<100 {
            let page = UInt64.random(in: 0..<5000, using: &random)
            expected.insert(page)
            if Bool.random(using: &random) { left.insert(try range(page, 1)) } else { right.insert(try range(page, 1)) }
        }
        left.formUnion(right)
        #expect(pages(left) == expected.sorted())
        left.removeAll()
        #expect(left.isEmpty && pages(left) == [])
        left.insert(try range(4999, 1))
        #expect(pages(left) == [4999])
    }
}
