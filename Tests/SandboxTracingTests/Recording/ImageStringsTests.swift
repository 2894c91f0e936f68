import Testing

@testable import HostRuntime

/// What counts as a name in an image.
struct ImageStringsTests {
    private let base: UInt64 = 0x1000

    private func name(_ bytes: [UInt8], at offset: UInt64 = 0) -> String? {
        ImageStrings(bytes: bytes, at: base).name(at: GuestAddress(rawBits: base + offset))
    }

    @Test func aNameEndsWithAZeroByte() {
        #expect(name(Array("one".utf8) + [0] + Array("two".utf8) + [0]) == "one")
        #expect(name(Array("one".utf8) + [0] + Array("two".utf8) + [0], at: 4) == "two")
        #expect(name(Array("one".utf8) + [0], at: 1) == "ne")
        #expect(name(Array("größe 🙂".utf8) + [0]) == "größe 🙂")
    }

    @Test func aNameWithoutAnEndIsNone() {
        #expect(name(Array("endless".utf8)) == nil)
        #expect(name([]) == nil)
        #expect(name([0]) == nil)
    }

    @Test func aNameIsNotTooLong() {
        #expect(name([UInt8](repeating: 0x61, count: 128) + [0])?.utf8.count == 128)
        #expect(name([UInt8](repeating: 0x61, count: 129) + [0]) == nil)
        let strings = ImageStrings(bytes: [UInt8](repeating: 0x61, count: 513) + [0], at: base)
        #expect(strings.file(at: GuestAddress(rawBits: base + 1))?.utf8.count == 512)
        #expect(strings.file(at: GuestAddress(rawBits: base)) == nil)
    }

    @Test(
        arguments: [
            [0xff], [0xc3], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0x1b, 0x5b], [0x0a], [0x7f], [0xc2, 0x85], [0xc2, 0x9b],
        ] as [[UInt8]])
    func whatIsNoTextIsNoName(bytes: [UInt8]) {
        #expect(name([0x61] + bytes + [0x61, 0]) == nil)
    }

    @Test(arguments: [0, 1, 0xfff, 0x1004, .max, .max - 0xfff] as [UInt64]) func addressesOutside(address: UInt64) {
        #expect(ImageStrings(bytes: [0x61, 0x62, 0x63, 0], at: base).name(at: GuestAddress(rawBits: address)) == nil)
    }
}
