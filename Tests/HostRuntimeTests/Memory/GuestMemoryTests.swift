import Testing

@testable import HostRuntime

@Suite("Guest memory")
struct GuestMemoryTests {
    private func makeMemory() throws -> UnsafeGuestMemory {
        try UnsafeGuestMemory(range: #require(GuestRange(start: 0x1_0000, count: 0x3000)))
    }

    @Test func itBeginsZeroed() throws {
        let memory = try makeMemory()
        #expect(try #require(memory.bytes(memory.range)).allSatisfy { $0 == 0 })
    }

    @Test func whatIsStoredCanBeLoaded() throws {
        let memory = try makeMemory()
        for address in [0x1_0000, 0x1_0001, 0x1_1fff, 0x1_2ff8] as [UInt64] {
            #expect(memory.store(UInt64(address) &* 3, at: address))
            #expect(memory.load(address, as: UInt64.self) == address &* 3)
        }
    }

    @Test(arguments: [UInt64(0), 0xfff8, 0xffff, 0x1_2ff9, 0x1_3000, 0x1_3001, .max - 7, .max - 6, .max])
    func addressesOutside(_ address: UInt64) throws {
        let memory = try makeMemory()
        #expect(memory.load(address, as: UInt64.self) == nil)
        #expect(!memory.store(UInt64(1), at: address))
    }

    @Test func rangesOutside() throws {
        let memory = try makeMemory()
        for (start, count) in [(0x1_0000, 0x3001), (0xffff, 2), (0x1_2fff, 2), (0x1_3001, 0), (0, .max)]
            as [(UInt64, UInt64)]
        {
            let range = try #require(GuestRange(start: start, count: count))
            #expect(memory.bytes(range) == nil, "\(range)")
        }
        #expect(GuestRange(start: 1, count: .max) == nil)
        #expect(GuestRange(start: .max, count: .max) == nil)
        let end = try #require(GuestRange(start: 0x1_3000, count: 0))
        #expect(memory.bytes(end)?.count == 0)
    }

    @Test func anAbsurdSizeIsAnError() throws {
        let range = try #require(GuestRange(start: 0, count: .max))
        #expect(throws: HypervisorError.self) { try UnsafeGuestMemory(range: range) }
        let large = try #require(GuestRange(start: 0, count: 1 << 62))
        #expect(throws: HypervisorError.self) { try UnsafeGuestMemory(range: large) }
    }
}
