import Testing

@testable import HostRuntime

/// Each table has keys of its own, by chance.
struct TraceSiteTableTests {
    /// The lines of one file are evenly spaced numbers, which a weak hash puts side by side.
    @Test(arguments: [0, 0x41_0000] as [UInt64]) func thereIsRoomForLinesThatFollowEachOther(file: UInt64) {
        let count = TraceSiteTable.maximumSites
        for _ in 0..<50 {
            var table = TraceSiteTable()
            let name = GuestAddress(0x40_0000)
            var refused = 0
            for line in 0..<UInt64(count) where !table.insert(name, Self.place(file, line), index: UInt32(line) + 1) {
                refused += 1
            }
            #expect(refused == 0)
            let entries = table.count
            #expect(entries == count)
            var lost = 0
            for line in 0..<UInt64(count) where table.find(name, Self.place(file, line)) != UInt32(line) + 1 {
                lost += 1
            }
            #expect(lost == 0)
            let next = Self.place(file, UInt64(count))
            let isFound = table.find(name, next) != nil
            #expect(!isFound)
            let isAdded = table.insert(name, next, index: 1)
            #expect(!isAdded)
        }
    }

    private static func place(_ file: UInt64, _ line: UInt64) -> GuestNumber { GuestNumber(file | line << 40) }
}
