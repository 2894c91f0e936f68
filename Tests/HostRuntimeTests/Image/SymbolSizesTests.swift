import GuestTestSupport
import TestSupport
import Testing

@testable import HostRuntime

@Suite("Sizes of symbols")
struct SymbolSizesTests {
    /// An image whose symbol table has other entries in the place of all of its own.
    private struct Image {
        var bytes: [UInt8]
        let header: Int
        let table: ELFFile.Section
        /// The code segment, in which symbols can lie.
        let code: GuestRange

        init(guest: String = "HostileGuest") throws {
            bytes = try FileBytes.read(BuiltGuests.path(guest))
            let file = try ELFFile(bytes)
            let index = try #require(file.sections.firstIndex { $0.name == ".symtab" })
            table = file.sections[index]
            header = Int(try #require(file.contents.load(UInt64.self, at: 40))) + 64 * index
            code = file.segments[0].memory
            for offset in 0..<Int(table.size) { bytes[Int(table.fileOffset) + offset] = 0 }
        }

        mutating func store(_ value: some FixedWidthInteger, at offset: Int) {
            withUnsafeBytes(of: value.littleEndian) { source in
                for (index, byte) in source.enumerated() { bytes[offset + index] = byte }
            }
        }

        mutating func setSymbol(_ index: Int, kind: UInt8, address: UInt64, size: UInt64, name: UInt32 = 1) {
            let base = Int(table.fileOffset) + 24 * index
            store(name, at: base)
            store(kind, at: base + 4)
            store(address, at: base + 8)
            store(size, at: base + 16)
        }

        func sizes(largest count: Int = 100) throws -> ImageInspection.SymbolSizes {
            try ImageInspection(bytes: bytes).symbolSizes(largest: count)
        }
    }

    @Test func theLargestAndTheRest() throws {
        let inspection = try ImageInspection(contentsOf: BuiltGuests.path("TestGuest"))
        let all = try inspection.symbolSizes(largest: .max)
        #expect(all.largest.count > 100 && all.otherCount == 0 && all.otherSize == 0)
        #expect(all.largest.map(\.size) == all.largest.map(\.size).sorted(by: >))
        #expect(Set(all.largest.map(\.address)).count == all.largest.count)
        let five = try inspection.symbolSizes(largest: 5)
        #expect(five.largest == Array(all.largest.prefix(5)))
        #expect(five.otherCount == all.largest.count - 5)
        #expect(five.otherSize == all.largest.dropFirst(5).reduce(0) { $0 + $1.size })
        let none = try inspection.symbolSizes(largest: -1)
        #expect(none.largest == [] && none.otherCount == all.largest.count)
        let start = try #require(all.largest.first { $0.name == "_start" })
        #expect(start.kind == .function && start.address == inspection.segments[0].address)
    }

    @Test func strippedImages() throws {
        var bytes = try FileBytes.read(BuiltGuests.path("EmptyGuest"))
        for index in Array(40..<48) + Array(58..<64) { bytes[index] = 0 }
        let inspection = try ImageInspection(bytes: bytes)
        #expect(inspection.sections == [])
        #expect(try inspection.symbolSizes(largest: 10) == ImageInspection.SymbolSizes())
    }

    @Test func namesOfTheSameCodeCountOnce() throws {
        var image = try Image()
        let start = image.code.start.rawValue
        image.setSymbol(1, kind: 2, address: start, size: 8)
        image.setSymbol(2, kind: 0x12, address: start, size: 16)
        image.setSymbol(3, kind: 1, address: start + 16, size: 4)
        let sizes = try image.sizes()
        #expect(sizes.largest.map(\.size) == [16, 4])
        #expect(sizes.largest.map(\.kind) == [.function, .object])
    }

    @Test func symbolsThatCannotBe() throws {
        var image = try Image()
        let (start, end) = (image.code.start.rawValue, image.code.end.rawValue)
        let impossible: [(UInt64, UInt64)] = [
            (start, .max), (start, end - start + 1), (end, 1), (.max, 1), (.max, .max), (0, 1), (start - 1, 2),
            (start, 0),
        ]
        for (index, (address, size)) in impossible.enumerated() {
            image.setSymbol(1 + index, kind: 2, address: address, size: size)
        }
        // Of other kinds: no type, a section, a file.
        for kind: UInt8 in [0, 3, 4] { image.setSymbol(20 + Int(kind), kind: kind, address: start, size: 1) }
        #expect(try image.sizes() == ImageInspection.SymbolSizes())
        image.setSymbol(30, kind: 2, address: start, size: end - start)
        #expect(try image.sizes().largest.map(\.size) == [end - start])
    }

    @Test(arguments: [UInt32.max, 0xffff_0000])
    func namesOutsideTheFile(_ offset: UInt32) throws {
        var image = try Image()
        image.setSymbol(1, kind: 2, address: image.code.start.rawValue, size: 8, name: offset)
        #expect(try image.sizes().largest.map(\.name) == [""])
    }

    /// Offsets within a section header (System V ABI, "Sections"): where the table is, its size, its names' section.
    @Test(arguments: [(24, UInt64.max), (24, 1 << 40), (32, .max), (32, 1 << 40), (40, 0xffff_ffff), (40, 4096)])
    func tablesOutsideTheFile(_ field: Int, _ value: UInt64) throws {
        var image = try Image()
        if field == 40 {
            image.store(UInt32(value), at: image.header + field)
        } else {
            image.store(value, at: image.header + field)
        }
        let error = try expectError(.invalidImage) { try image.sizes() }
        #expect(error.message.contains("outside the file"))
        // A failure is reported without the name of its function.
        #expect(try ELFFile(image.bytes).symbol(at: image.code.start) == nil)
    }

    @Test func moreThanAnyProgramHas() throws {
        var image = try Image()
        let size = 24 * (ImageInspection.maximumSymbolCount + 1)
        image.store(UInt64(image.bytes.count), at: image.header + 24)
        image.store(UInt64(size), at: image.header + 32)
        image.bytes += [UInt8](repeating: 0, count: size)
        let error = try expectError(.invalidImage) { try image.sizes() }
        #expect(error.message.contains("at most \(ImageInspection.maximumSymbolCount)"))
        // A table whose last entry is cut off has one entry less.
        image.store(UInt64(size - 1), at: image.header + 32)
        #expect(try image.sizes() == ImageInspection.SymbolSizes())
    }

    @Test func tablesWithAnyContent() throws {
        let original = try Image()
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20 {
            var image = original
            for offset in 0..<Int(image.table.size) {
                image.bytes[Int(image.table.fileOffset) + offset] = UInt8.random(in: 0...255, using: &random)
            }
            // Addresses within the image, so that some are taken for real.
            for index in stride(from: 0, to: Int(image.table.size) / 24, by: 2) {
                image.store(image.code.start.rawValue + UInt64(index), at: Int(image.table.fileOffset) + 24 * index + 8)
                image.store(UInt64(index % 64), at: Int(image.table.fileOffset) + 24 * index + 16)
            }
            #expect(try image.sizes(largest: 1).largest.count == 1)
        }
    }
}
