import Testing

@testable import HostRuntime

@Suite("Printed maps of dirty pages")
struct DirtyPageMapTests {
    private let layout: SandboxLayout

    init() throws {
        layout = try SandboxBlueprint(
            image: RawGuest.image(MachineCode.trap),
            configuration: .init(heapSize: .kibibytes(520), stackSize: .kibibytes(64))
        ).layout
    }

    private func map(_ pages: [(GuestRange, UInt64)]) throws -> DirtyPageMap {
        var set = PageSet(of: layout.memory)
        for (region, page) in pages {
            set.insert(try #require(GuestRange(start: region.start.rawValue + page * 4096, count: 1)))
        }
        return DirtyPageMap(pages: set, layout: layout)
    }

    private func place(_ range: GuestRange, _ page: UInt64 = 0) -> String {
        "\(GuestAddress(rawBits: range.start.rawValue + page * 4096))"
    }

    @Test func nothing() throws {
        let map = try map([])
        #expect(map.regions.isEmpty && map.count == 0)
        #expect(map.text(colored: false) == "no page has changed")
        #expect(map.text(colored: true) == "no page has changed")
    }

    @Test func plain() throws {
        let map = try map([(layout.stack, 15), (layout.heap, 0), (layout.heap, 2), (layout.heap, 63)])
        #expect(map.count == 4)
        #expect(map.regions.map(\.name) == ["stack", "heap"])
        #expect(map.regions.map(\.dirtyPages) == [[15], [0, 2, 63]])
        #expect(map.regions.map(\.pageCount) == [16, 130])
        let lines = "\(map)".split(separator: "\n")
        #expect(
            lines == [
                "stack             \(place(layout.stack))      ...............#",
                "heap              \(place(layout.heap))      #.#............................................................#",
            ])
    }

    /// Lines without a change are left out, and the last one is as long as the region goes.
    @Test func aRegionOfManyPages() throws {
        let map = try map([(layout.heap, 129), (layout.heap, 1)])
        let lines = map.text(colored: false).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix("\(place(layout.heap))      .#" + String(repeating: ".", count: 62)) == true)
        #expect(lines.last?.hasSuffix("\(place(layout.heap, 128))      .#") == true)
    }

    @Test func eachRegionHasAColour() throws {
        let map = try map([(layout.stack, 0), (layout.heap, 0), (layout.heap, 64)])
        let plain = map.text(colored: false).split(separator: "\n")
        let colored = map.text(colored: true).split(separator: "\n")
        try #require(plain.count == 3)
        #expect(
            colored == [
                "\u{1b}[31m\(plain[0])\u{1b}[0m", "\u{1b}[32m\(plain[1])\u{1b}[0m", "\u{1b}[32m\(plain[2])\u{1b}[0m",
            ])
    }

    /// There are fewer colours than regions.
    @Test func everyRegionIsShown() throws {
        let map = try map(layout.regions.map { ($0.range, 0) })
        #expect(map.regions.map(\.name) == layout.regions.map(\.name))
        let lines = map.text(colored: true).split(separator: "\n")
        #expect(lines.count == layout.regions.count)
        #expect(lines[6].hasPrefix("\u{1b}[31m"))
        #expect(map.description.contains("#"))
    }

    /// The pages of a living sandbox.
    @Test func aSandboxSaysWhatHasChanged() throws {
        let sandbox = try Sandbox.test()
        _ = try sandbox.snapshot()
        #expect(try sandbox.dirtyPages().count == 0)
        _ = try sandbox.call("increment") as Int32
        let names = try sandbox.dirtyPages().regions.map(\.name)
        for name in ["data", "stack", "input buffer", "output buffer"] { #expect(names.contains(name), "\(names)") }
        #expect(!names.contains("environment"), "the host's page is no part of snapshots")
        #expect(try sandbox.dirtyPages().regions.map(\.name) == names, "asking changes nothing")
    }
}
