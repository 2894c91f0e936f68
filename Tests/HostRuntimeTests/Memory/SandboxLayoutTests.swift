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
        #expect(layout.reservation.byteCount - layout.memory.byteCount <= max(layout.memory.byteCount / 8, 2 << 20))
    }

    /// Walks the tables as the processor does (Intel SDM volume 3A, section 4.5) for every page of the memory.
    @Test(arguments: configurations.indices)
    func pageTablesSayWhatTheMapSays(_ index: Int) throws {
        let layout = try layout(Self.configurations[index])
        let memory = try UnsafeGuestMemory(range: layout.memory)
        try PageTables.write(layout, at: layout.pageTables.start, to: memory)
        let walk = PageTableWalk(memory: memory, root: layout.pageTables.start.rawValue)
        var mapped = 0
        for page in stride(from: UInt64(0), to: min(layout.memory.end.rawValue, 1 << 28), by: 4096) {
            let entry = walk.entry(for: page)
            #expect(entry == layout.expectedEntry(for: page), "\(GuestAddress(rawBits: page))")
            guard let entry else { continue }
            mapped += 1
            #expect(!(entry.isWritable && entry.isExecutable))
        }
        #expect(mapped > 50)
    }
}
