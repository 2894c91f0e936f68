import Testing

@testable import HostRuntime

@Suite("Sets of dirty pages")
struct DirtyPagesTests {
    private func addresses(pages: UInt64, _ set: [(word: Int, bits: UInt64)]) throws -> [UInt64] {
        var dirty = DirtyPages()
        let range = try #require(GuestRange(start: 0x1_0000, count: pages * 4096))
        try dirty.withBitmap(of: range) { (bitmap) throws(HypervisorError) in
            for (word, bits) in set { bitmap[word] = bits }
        }
        return dirty.addresses.map(\.rawValue)
    }

    @Test func bitsBecomeAddressesOfTheRange() throws {
        #expect(try addresses(pages: 130, []) == [])
        #expect(try addresses(pages: 130, [(0, 1)]) == [0x1_0000])
        #expect(try addresses(pages: 130, [(0, 1 << 63), (1, 1), (2, 0b10)]) == [0x4_f000, 0x5_0000, 0x9_1000])
    }

    /// The hypervisor writes whole words; the range may end within one.
    @Test func bitsBeyondTheRangeCountForNothing() throws {
        #expect(try addresses(pages: 1, [(0, .max)]) == [0x1_0000])
        #expect(try addresses(pages: 65, [(1, .max)]) == [0x5_0000])
    }

    @Test func aBitmapBeginsEmptyEachTime() throws {
        var dirty = DirtyPages()
        let range = try #require(GuestRange(start: 0, count: 4096))
        try dirty.withBitmap(of: range) { (bitmap) throws(HypervisorError) in bitmap[0] = 1 }
        #expect(dirty.addresses.count == 1)
        try dirty.withBitmap(of: range) { (bitmap) throws(HypervisorError) in #expect(bitmap[0] == 0) }
        #expect(dirty.addresses == [])
    }
}
