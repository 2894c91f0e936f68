import Testing

@testable import HostRuntime

@Suite("Memory maps")
struct SandboxLayoutTests {
    private static let configurations: [Sandbox.Configuration] = [
        .init(), .init(heapSize: .gibibytes(1), inputSize: .mebibytes(64)),
        .init(heapSize: .kibibytes(64), stackSize: .kibibytes(16), inputSize: .bytes(4097)),
        .init(heapSize: .bytes(5_000_001), stackSize: .mebibytes(3), outputSize: .mebibytes(2)),
    ]

    private func layout(_ configuration: Sandbox.Configuration) throws -> SandboxLayout {
        try SandboxLayout(image: TestGuests.test.get().file, configuration: configuration)
    }

    @Test(arguments: configurations.indices)
    func regionsAreApart(_ index: Int) throws {
        let layout = try layout(Self.configurations[index])
        for (low, high) in zip(layout.regions, layout.regions.dropFirst()) {
            #expect(low.range.end <= high.range.start, "\(low.name), \(high.name)")
            if high.access == .guestData && high.name != "data" {
                #expect(high.range.start.rawValue - low.range.end.rawValue >= 4096, "\(low.name), \(high.name)")
            }
        }
        #expect(layout.region(at: layout.stack.start.rawValue - UInt64(SandboxLayout.stackGuardSize)) == nil)
        #expect(layout.memory.contains(layout.pageTables))
        #expect(layout.regions.allSatisfy { layout.memory.contains($0.range) })
        #expect(SupervisorLayout.pageTables.contains(layout.pageTables))
        let tables = SupervisorLayout.pageTables
        #expect(layout.regions.allSatisfy { $0.range.end <= tables.start || tables.end <= $0.range.start })
        #expect(layout.reservation.start == layout.memory.start && layout.reservation.contains(layout.memory))
        #expect(layout.reservation.count - layout.memory.count <= max(layout.memory.count / 8, 2 << 20))
    }

    /// Walks the tables as the processor does (Intel SDM volume 3A, section 4.5) for every page of the memory.
    @Test(arguments: configurations.indices)
    func pageTablesSayWhatTheMapSays(_ index: Int) throws {
        let layout = try layout(Self.configurations[index])
        let memory = try UnsafeGuestMemory(range: layout.memory)
        try PageTables.write(layout, at: layout.pageTables.start, to: memory)
        var mapped = 0
        for page in stride(from: UInt64(0), to: min(layout.memory.end.rawValue, 1 << 28), by: 4096) {
            let region = layout.region(at: page)
            guard let entry = walk(page, layout, memory) else {
                #expect(region == nil, "\(GuestAddress(page)) is unmapped")
                continue
            }
            mapped += 1
            let access = try #require(region, "\(GuestAddress(page)) is mapped").access
            #expect(entry.address == page)
            let isUser = [.guestCode, .guestData, .guestReadOnly].contains(access)
            let isWritable = [.guestData, .supervisorData].contains(access)
            let isExecutable = [.guestCode, .supervisorCode].contains(access)
            #expect(entry.isUser == isUser && entry.isWritable == isWritable && entry.isExecutable == isExecutable)
            #expect(!(entry.isWritable && entry.isExecutable))
        }
        #expect(mapped > 50)
    }

    private struct Entry {
        var address: UInt64
        var isUser: Bool
        var isWritable: Bool
        var isExecutable: Bool
    }

    private func walk(_ address: UInt64, _ layout: SandboxLayout, _ memory: UnsafeGuestMemory) -> Entry? {
        var table = layout.pageTables.start.rawValue
        var (isUser, isWritable, isExecutable) = (true, true, true)
        for shift in [39, 30, 21, 12] as [UInt64] {
            let place = table + 8 * (address >> shift & 511)
            guard let entry = memory.load(place, as: UInt64.self), entry & 1 != 0 else { return nil }
            isUser = isUser && entry & 4 != 0
            isWritable = isWritable && entry & 2 != 0
            isExecutable = isExecutable && entry >> 63 == 0
            let target = entry & 0x000f_ffff_ffff_f000
            let isLeaf = shift == 12 || entry & 0x80 != 0
            if isLeaf {
                // Accessed and dirty are preset, so that the processor leaves the tables alone.
                guard entry & 0x60 == 0x60 else { return nil }
                let offset = address & ((1 << shift) - 1)
                return Entry(
                    address: target + offset, isUser: isUser, isWritable: isWritable, isExecutable: isExecutable)
            }
            table = target
        }
        return nil
    }
}
