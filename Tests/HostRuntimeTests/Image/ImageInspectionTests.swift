import GuestTestSupport
import SystemPackage
import Testing

@testable import HostRuntime

@Suite("Inspection of images")
struct ImageInspectionTests {
    private func inspection(_ guest: String = "TestGuest") throws -> ImageInspection {
        try ImageInspection(contentsOf: BuiltGuests.path(guest))
    }

    @Test func functionsAreThoseOfTheImage() throws {
        let inspection = try inspection()
        let image = try inspection.image.get()
        #expect(inspection.abiVersion == GuestImage.abiVersion)
        #expect(inspection.functions == image.functions)
        #expect(inspection.hostFunctions == image.hostFunctions)
        #expect(inspection.fileSize == image.file.contents.elements.count)
    }

    @Test func sectionsHaveTwoKindsOfPermissions() throws {
        let sections = try inspection().sections
        func section(_ name: String) throws -> ImageInspection.Section {
            try #require(sections.first { $0.name == name }, "\(name)")
        }
        #expect(try section(".text").declared == [.read, .execute])
        #expect(try section(".text").mapped == [.read, .execute])
        #expect(try section(".bss").mapped == [.read, .write])
        // The compiler declares the table writable; the linker script places it among the constants.
        #expect(try section("swiftlet_functions").declared == [.read, .write])
        #expect(try section("swiftlet_functions").mapped == .read)
        #expect(try section(".symtab").declared == [])
        #expect(try section(".symtab").mapped == nil)
    }

    /// An address alone brings no section into memory.
    @Test func addressesOfSectionsThatAreNotLoaded() throws {
        var bytes = try FileBytes.read(BuiltGuests.path("EmptyGuest"))
        let file = try ELFFile(bytes)
        let index = try #require(file.sections.firstIndex { $0.name == ".symtab" })
        let address = Int(try #require(file.contents.load(UInt64.self, at: 40))) + 64 * index + 16
        withUnsafeBytes(of: file.segments[0].memory.start.rawValue.littleEndian) { source in
            for (offset, byte) in source.enumerated() { bytes[address + offset] = byte }
        }
        let section = try #require(try ImageInspection(bytes: bytes).sections.first { $0.name == ".symtab" })
        #expect(section.address == file.segments[0].memory.start.rawValue)
        #expect(section.mapped == nil)
    }

    @Test func segmentsHoldTheSections() throws {
        let inspection = try inspection()
        #expect(inspection.segments.map(\.permissions) == [[.read, .execute], .read, [.read, .write]])
        let loaded = inspection.sections.filter { $0.mapped != nil }
        #expect(loaded.count >= 5)
        #expect(loaded.reduce(0) { $0 + $1.size } <= inspection.segments.reduce(0) { $0 + $1.size })
    }

    @Test func permissionsInThreeCharacters() {
        #expect("\([.read, .execute] as ImageInspection.Permissions)" == "r-x")
        #expect("\([.read, .write] as ImageInspection.Permissions)" == "rw-")
        #expect("\([] as ImageInspection.Permissions)" == "---")
    }

    @Test func anotherVersionOfTheABI() throws {
        var bytes = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let note = try #require(bytes.firstRange(of: Array("Swiftlet\0".utf8)))
        bytes[note.lowerBound + 12] = 99
        let inspection = try ImageInspection(bytes: bytes)
        #expect(inspection.abiVersion == 99)
        #expect(try inspection.functions == TestGuests.hostile.get().functions)
        let error = try expectError(.invalidImage) { try inspection.image.get() }
        #expect(error.message.contains("ABI version 99"))
    }

    @Test func whatIsNoImage() throws {
        try expectError(.unreadableImage) { try ImageInspection(contentsOf: "/does/not/exist") }
        try expectError(.invalidImage) { try ImageInspection(bytes: []) }
        try expectError(.invalidImage) { try ImageInspection(contentsOf: "/proc/self/exe") }
    }

    // MARK: Memory map

    @Test func theMapIsWithoutGaps() throws {
        let map = try inspection().memoryMap(for: .init(heapSize: .mebibytes(64)))
        var end: UInt64 = 0
        for region in map {
            #expect(region.address == end, "\(region.name)")
            #expect(region.size > 0)
            #expect((region.owner == .nobody) == ["unmapped", "stack guard"].contains(region.name))
            end = region.address + region.size
        }
        let guardRegion = try #require(map.firstIndex { $0.name == "stack guard" })
        #expect(map[guardRegion].size >= 8 << 20)
        #expect(map[guardRegion + 1].name == "stack")
        #expect(map[guardRegion + 1].size == 256 << 10)
        #expect(map.last?.name == "heap")
        #expect(map.last?.size == 64 << 20)
        #expect(map.contains { $0.name == "page tables" && $0.owner == .processor })
    }

    /// What the map says of each page is what the page tables say.
    @Test func theMapIsTheSandboxs() throws {
        let configuration = Sandbox.Configuration()
        let layout = try SandboxLayout(image: TestGuests.test.get().file, configuration: configuration)
        let memory = try UnsafeGuestMemory(range: layout.memory)
        try PageTables.write(layout, at: layout.pageTables.start, to: memory)
        let walk = PageTableWalk(memory: memory, root: layout.pageTables.start.rawValue)
        let map = try inspection().memoryMap(for: configuration)
        for region in map {
            for page in stride(from: region.address, to: region.address + region.size, by: PageSize.small) {
                let entry = walk.entry(for: page)
                switch region.owner {
                case .guest, .supervisor:
                    #expect(entry?.isUser == (region.owner == .guest), "\(region.name)")
                    #expect(entry?.isWritable == region.permissions.contains(.write), "\(region.name)")
                    #expect(entry?.isExecutable == region.permissions.contains(.execute), "\(region.name)")
                    #expect(region.permissions.contains(.read))
                case .processor, .nobody:
                    #expect(entry == nil, "\(region.name)")
                    #expect(region.permissions == [])
                }
            }
        }
    }

    @Test func sizesThatCannotBe() throws {
        try expectError(.invalidConfiguration) { try inspection().memoryMap(for: .init(heapSize: .bytes(1))) }
    }
}
