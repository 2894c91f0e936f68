import Testing

@testable import HostRuntime

struct EntropySourceTests {
    /// 128 of 256 bits are enough to tell seeds apart.
    private struct Seed: Hashable {
        let first: UInt64
        let last: UInt64

        init(_ words: (UInt64, UInt64, UInt64, UInt64)) {
            first = words.0
            last = words.3
        }
    }

    @Test func noSeedComesTwice() {
        var seeds: Set<Seed> = []
        for _ in 0..<10 {
            var source = EntropySource()
            for _ in 0..<1000 { seeds.insert(Seed(source.seed())) }
        }
        #expect(seeds.count == 10_000)
    }

    @Test func everyBitIsSometimesSet() {
        var source = EntropySource()
        var union: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var common = (UInt64.max, UInt64.max, UInt64.max, UInt64.max)
        for _ in 0..<200 {
            let seed = source.seed()
            union = (union.0 | seed.0, union.1 | seed.1, union.2 | seed.2, union.3 | seed.3)
            common = (common.0 & seed.0, common.1 & seed.1, common.2 & seed.2, common.3 & seed.3)
        }
        #expect(union == (.max, .max, .max, .max))
        #expect(common == (0, 0, 0, 0))
    }
}
