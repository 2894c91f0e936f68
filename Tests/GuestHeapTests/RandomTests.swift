import CGuest
import TestSupport
import Testing

/// The generator is one for the whole program, as it is in a guest.
@Suite(.serialized)
struct RandomTests {
    private func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Buffers that are not empty have an address.
            if let base = buffer.baseAddress {
                swiftlet_random_fill(base, count)
            }
            initialized = count
        }
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
        var key = Array(100..<132) as [UInt8]
        var expected: [UInt8] = []
        swiftlet_random_seed(key)
        for _ in 0..<3 {
            let stream = (0..<4).flatMap { block(key: key, counter: $0, nonce: nonce) }
            key = Array(stream.prefix(32))
            expected += stream.dropFirst(32)
        }
        #expect(bytes(3 * 224) == expected)
    }

    @Test func piecesMakeTheSameStream() {
        let seed = Array(0..<32) as [UInt8]
        swiftlet_random_seed(seed)
        let whole = bytes(2000)
        swiftlet_random_seed(seed)
        var pieces: [UInt8] = []
        var random = SeededGenerator(seed: 1)
        while pieces.count < whole.count {
            pieces += bytes(min(Int.random(in: 0...300, using: &random), whole.count - pieces.count))
        }
        #expect(pieces == whole)
    }

    @Test func aSeedStartsOver() {
        let seeds = [[UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)]
        swiftlet_random_seed(seeds[0])
        let first = bytes(100)
        swiftlet_random_seed(seeds[1])
        #expect(bytes(100) != first)
        swiftlet_random_seed(seeds[0])
        #expect(bytes(100) == first)
    }

    @Test func withoutASeedItStops() async {
        await #expect(processExitsWith: .failure) {
            var byte: UInt8 = 0
            swiftlet_random_fill(&byte, 1)
        }
    }
}
