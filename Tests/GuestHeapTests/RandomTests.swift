import CGuest
import CRandom
import TestSupport
import Testing

struct RandomTests {
    private func seed(_ word: UInt64) -> swiftlet_seed {
        swiftlet_seed(words: (word, word &+ 1, word &+ 2, word &+ 3))
    }

    private func generator(_ seed: swiftlet_seed) -> swiftlet_random {
        var generator = swiftlet_random()
        withUnsafePointer(to: seed) { swiftlet_random_seed(&generator, $0) }
        return generator
    }

    private func bytes(_ count: Int, of generator: inout swiftlet_random) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        swiftlet_random_fill(&generator, &bytes, count)
        return bytes
    }

    private func block(key: [UInt8], counter: UInt32, nonce: [UInt8]) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 64)
        swiftlet_chacha20_block(key, counter, nonce, &block)
        return block
    }

    /// RFC 8439, 2.3.2.
    @Test func blockFunctionMatchesTheStandard() {
        let nonce: [UInt8] = [0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0]
        let expected: [UInt8] = [
            0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15, 0x50, 0x0f, 0xdd, 0x1f, 0xa3, 0x20, 0x71, 0xc4,
            0xc7, 0xd1, 0xf4, 0xc7, 0x33, 0xc0, 0x68, 0x03, 0x04, 0x22, 0xaa, 0x9a, 0xc3, 0xd4, 0x6c, 0x4e,
            0xd2, 0x82, 0x64, 0x46, 0x07, 0x9f, 0xaa, 0x09, 0x14, 0xc2, 0xd7, 0x05, 0xd9, 0x8b, 0x02, 0xa2,
            0xb5, 0x12, 0x9c, 0xd1, 0xde, 0x16, 0x4e, 0xb9, 0xcb, 0xd0, 0x83, 0xe8, 0xa2, 0x50, 0x3c, 0x4e,
        ]
        #expect(block(key: Array(0..<32), counter: 1, nonce: nonce) == expected)
    }

    /// RFC 8439, appendix A.1, test vectors 1 and 2.
    @Test func blockFunctionCountsBlocks() {
        let zero = [UInt8](repeating: 0, count: 32)
        let nonce = [UInt8](repeating: 0, count: 12)
        #expect(
            block(key: zero, counter: 0, nonce: nonce).prefix(8) == [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90])
        #expect(
            block(key: zero, counter: 1, nonce: nonce).prefix(8) == [0x9f, 0x07, 0xe7, 0xbe, 0x55, 0x51, 0x38, 0x7a])
    }

    /// The construction by itself: a refill is four blocks, the first 32 bytes of which are the next key.
    @Test func outputIsKeystreamWithoutTheKeys() {
        let nonce = [UInt8](repeating: 0, count: 12)
        let seed = seed(0x0123_4567_89ab_cdef)
        var key = withUnsafeBytes(of: seed) { Array($0) }
        var expected: [UInt8] = []
        for _ in 0..<3 {
            let stream = (0..<4).flatMap { block(key: key, counter: $0, nonce: nonce) }
            key = Array(stream.prefix(32))
            expected += stream.dropFirst(32)
        }
        var generator = generator(seed)
        #expect(bytes(3 * 224, of: &generator) == expected)
    }

    @Test func piecesMakeTheSameStream() {
        var one = generator(seed(7))
        let whole = bytes(2000, of: &one)
        var other = generator(seed(7))
        var pieces: [UInt8] = []
        var random = SeededGenerator(seed: 1)
        while pieces.count < whole.count {
            pieces += bytes(min(Int.random(in: 0...300, using: &random), whole.count - pieces.count), of: &other)
        }
        #expect(pieces == whole)
    }

    @Test func aSeedStartsOver() {
        var generator = generator(seed(1))
        let first = bytes(100, of: &generator)
        var other = seed(2)
        swiftlet_random_seed(&generator, &other)
        #expect(bytes(100, of: &generator) != first)
        var again = seed(1)
        swiftlet_random_seed(&generator, &again)
        #expect(bytes(100, of: &generator) == first)
    }

    /// Neither the numbers still to come nor those handed out are in memory after a new seed.
    @Test func aSeedLeavesNothingBehind() {
        var generator = generator(seed(1))
        _ = bytes(10, of: &generator)
        var next = seed(2)
        swiftlet_random_seed(&generator, &next)
        let left = withUnsafeBytes(of: generator) { Array($0) }
        let expected = withUnsafeBytes(of: self.generator(seed(2))) { Array($0) }
        #expect(left == expected)
    }
}
