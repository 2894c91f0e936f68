import TestSupport
import Testing

@testable import HostRuntime

@Suite("Maps of pages")
struct PageMapTests {
    /// A map, and the same as a dictionary by page.
    private struct Pair {
        var map: PageMap
        var pages: [Int: PageContents] = [:]

        func differences(from other: Pair) -> [Int: UInt64] {
            var differences: [Int: UInt64] = [:]
            for page in Set(pages.keys).union(other.pages.keys)
            where pages[page]?.identity !== other.pages[page]?.identity {
                differences[page / PageSet.groupSize, default: 0] |= 1 << UInt64(page % PageSet.groupSize)
            }
            return differences
        }

        /// Replaces some groups, each with pages that stay, that are new and that become zero.
        func changed(groupCount: Int, using random: inout SeededGenerator) -> Pair {
            var changed = self
            let near = Int.random(in: 0..<groupCount, using: &random)
            let numbers = Set(
                (0..<4).map { _ in Int.random(in: 0..<groupCount, using: &random) }
                    + (near..<min(near + 3, groupCount)))
            changed.map = map.replacing(
                numbers.sorted().map { number in
                    let group = PageGroup { index in
                        let page = number * PageSet.groupSize + index
                        switch Int.random(in: 0..<20, using: &random) {
                        case 0: changed.pages[page] = PageContents(copying: nil)
                        case 1: changed.pages[page] = nil
                        default: break
                        }
                        return changed.pages[page]
                    }
                    return (number, group)
                })
            return changed
        }
    }

    private func expectEqual(_ pair: Pair, groups: some Sequence<Int>) {
        for number in groups {
            let group = pair.map.group(number)
            for index in 0..<PageSet.groupSize {
                let page = number * PageSet.groupSize + index
                #expect(group?[index]?.identity === pair.pages[page]?.identity, "page \(page)")
            }
        }
    }

    /// Up to 19 million pages, which are 73 GiB.
    @Test(arguments: [1, 64, 65, 4097, 300_000])
    func aTreeOfMapsIsWhatATreeOfDictionariesIs(groupCount: Int) {
        var random = SeededGenerator(seed: UInt64(groupCount))
        var pairs = [Pair(map: PageMap(groupCount: groupCount))]
        for _ in 0..<8 {
            let parent = pairs[Int.random(in: 0..<pairs.count, using: &random)]
            pairs.append(parent.changed(groupCount: groupCount, using: &random))
        }
        for pair in pairs {
            // A map stays what it was, whatever was made from it.
            expectEqual(pair, groups: Set(pair.pages.keys.map { $0 / PageSet.groupSize }))
            for other in pairs {
                var found: [Int: UInt64] = [:]
                var last = -1
                pair.map.forEachDifference(from: other.map) { number, pages in
                    #expect(number > last, "in ascending order, each group once")
                    last = number
                    found[number] = pages
                }
                #expect(found == pair.differences(from: other))
            }
        }
    }

    @Test func whatIsNotReplacedIsShared() {
        let empty = PageMap(groupCount: 5000)
        let group = PageGroup { _ in nil }
        let first = empty.replacing([0, 63, 64, 4999].map { ($0, group) })
        let other = PageGroup { $0 == 7 ? PageContents(copying: nil) : nil }
        let second = first.replacing([(64, other)])
        for number in [0, 63, 4999] { #expect(second.group(number) === first.group(number)) }
        #expect(second.group(64) === other)
        #expect(first.group(64) === group)
        #expect(empty.group(0) == nil)
        #expect(second.group(65) == nil)
    }

    @Test func replacingNothingChangesNothing() {
        let map = PageMap(groupCount: 100).replacing([(5, PageGroup { _ in nil })])
        map.replacing([]).forEachDifference(from: map) { number, _ in Issue.record("group \(number) differs") }
    }

    /// Groups without any page are as good as no groups.
    @Test func zeroIsZeroHoweverItIsStored() {
        let empty = PageMap(groupCount: 100)
        let map = empty.replacing([(5, PageGroup { _ in nil })])
        map.forEachDifference(from: empty) { number, _ in Issue.record("group \(number) differs") }
        empty.forEachDifference(from: map) { number, _ in Issue.record("group \(number) differs") }
    }
}
