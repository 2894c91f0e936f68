import GuestTestSupport
import Testing
import Wire

@testable import HostRuntime

/// Each thing that an image can say and that cannot be: the error names the field, its value and what it may be.
@Suite("Hostile images")
struct HostileImageTests {
    private func expectRefusal(
        _ kind: ImageError.Kind, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation,
        of change: (inout HostileImage) throws -> Void
    ) throws {
        var image = try HostileImage("HostileGuest")
        try change(&image)
        let error = try expectError(.invalidImage, sourceLocation: sourceLocation) {
            try GuestImage(bytes: image.bytes)
        }
        #expect((error.cause as? ImageError)?.kind == kind, "\(error)", sourceLocation: sourceLocation)
        for words in words {
            #expect(error.message.contains(words), "\(error)", sourceLocation: sourceLocation)
        }
    }

    // MARK: The header

    @Test(
        arguments: [
            (.fileClass, 1, "ELF class is 1, guests have 2"), (.fileClass, 0, "ELF class is 0"),
            (.byteOrder, 2, "ELF byte order is 2, guests have 1"),
            (.version, 0, "ELF version is 0, guests have 1"),
            (.type, 0, "ELF type is 0, guests have 2"), (.type, 1, "ELF type is 1"), (.type, 3, "ELF type is 3"),
            (.type, 4, "ELF type is 4"), (.type, 0xffff, "ELF type is 65535"),
            (.machine, 3, "ELF machine is 3, guests have 62"), (.machine, 183, "ELF machine is 183"),
            (.segmentHeaderSize, 0, "program headers are 0 bytes long, expected 56"),
            (.segmentHeaderSize, 55, "are 55 bytes long"), (.segmentHeaderSize, 0xffff, "are 65535 bytes long"),
            (.segmentCount, 0, "0 program headers, expected 1 to 64"), (.segmentCount, 65, "65 program headers"),
            (.segmentCount, 0xffff, "65535 program headers"),
            (.sectionHeaderSize, 63, "section headers are 63 bytes long, expected 64"),
            (.sectionCount, 4097, "4097 sections"), (.sectionCount, 0xffff, "at most 4096 sections"),
            (.sectionCount, 0, "0 sections with names in section"),
            (.nameSection, 0xff00, "names in section 65280"),
        ] as [(HostileImage.HeaderField, UInt64, String)])
    func headerFields(_ field: HostileImage.HeaderField, _ value: UInt64, _ words: String) throws {
        try expectRefusal(.unsupported, [words]) { $0.set(field, to: value) }
    }

    @Test(arguments: [0, 64, 1 << 31, 1 << 63, .max - 7, .max] as [UInt64])
    func tablesOutsideTheFile(_ distance: UInt64) throws {
        for (field, words) in [
            (HostileImage.HeaderField.segmentTable, "program headers at offset"),
            (.sectionTable, "section headers at offset"),
        ] {
            try expectRefusal(.truncated, [words, "outside the file, which has"]) { image in
                image.set(field, to: UInt64(image.bytes.count) &+ distance)
                // An offset of zero says that there are no sections.
                if UInt64(image.bytes.count) &+ distance == 0 { image.set(field, to: .max) }
            }
        }
    }

    /// Code begins at 0x200000.
    @Test(arguments: [0, 0x1f_ffff, SupervisorLayout.entry.rawValue, 1 << 31, 1 << 47, .max] as [UInt64])
    func entryPointsOutsideTheCode(_ address: UInt64) throws {
        let words = ["entry point 0x\(String(address, radix: 16)) is in no executable segment (0x200000..<"]
        try expectRefusal(.badEntry, words) { $0.set(.entryPoint, to: address) }
    }

    @Test func anEntryPointInData() throws {
        let file = try HostileImage("HostileGuest").file()
        for segment in file.segments where !segment.isExecutable {
            try expectRefusal(.badEntry, ["entry point \(segment.memory.start) is in no"]) { image in
                image.set(.entryPoint, to: segment.memory.start.rawValue)
            }
        }
        let end = try #require(file.segments.first { $0.isExecutable }).memory.end
        try expectRefusal(.badEntry, ["entry point \(end)"]) { $0.set(.entryPoint, to: end.rawValue) }
    }

    // MARK: Segments

    @Test(
        arguments: [
            (.type, 2, .unsupported, "has type 2: the image is dynamically linked"),
            (.type, 3, .unsupported, "has type 3: the image is dynamically linked"),
            (.flags, 7, .writableCode, "segment 0 at 0x200000 has flags 0x7: it is writable and executable"),
            (.flags, 3, .writableCode, "has flags 0x3"), (.flags, .max, .writableCode, "has flags 0xffffffff"),
            (.offset, .max, .truncated, "at offset 18446744073709551615, the file has"),
            (.offset, 1 << 40, .truncated, "at offset 1099511627776, the file has"),
            (.address, 0, .badAddress, "segment 0 at 0x0 with"),
            (.address, 0, .badAddress, "is outside 0x100000..<0x80000000"),
            (.address, 0xf_f000, .badAddress, "segment 0 at 0xff000"),
            (.address, SupervisorLayout.code.rawValue, .badAddress, "is outside 0x100000..<"),
            (.address, 0x7fff_f000, .badAddress, "segment 0 at 0x7ffff000"),
            (.address, 1 << 40, .badAddress, "0x10000000000"),
            (.address, 1 << 47, .badAddress, "0x800000000000"),
            (.address, .max - 4095, .badAddress, "0xfffffffffffff000"),
            (.address, .max, .badAddress, "0xffffffffffffffff"),
            (.address, 0x20_0800, .badAddress, "its address is no multiple of 4096"),
            (.fileSize, .max, .unsupported, "segment 0 has 18446744073709551615 bytes in the file and"),
            (.memorySize, .max, .badAddress, "with 18446744073709551615 bytes is outside"),
            (.memorySize, 1 << 31, .badAddress, "with 2147483648 bytes is outside"),
            (.memorySize, 1, .unsupported, "bytes in the file and 1 in memory"),
        ] as [(HostileImage.SegmentField, UInt64, ImageError.Kind, String)])
    func segmentFields(
        _ field: HostileImage.SegmentField, _ value: UInt64, _ kind: ImageError.Kind, _ words: String
    ) throws {
        try expectRefusal(kind, [words]) { $0.set(field, ofSegment: 0, to: value) }
    }

    /// Whole, by a page, and by the rest of a page.
    @Test func overlappingSegments() throws {
        let segments = try HostileImage("HostileGuest").file().segments
        let second = segments[1].memory
        for (address, size) in [
            (second.start.rawValue, nil), (second.start.rawValue + 4096, nil),
            (segments[0].memory.start.rawValue, second.start.rawValue - segments[0].memory.start.rawValue + 1),
        ] as [(UInt64, UInt64?)] {
            try expectRefusal(.overlap, ["segments 0x", "share a page"]) { image in
                image.set(.address, ofSegment: 0, to: address)
                if let size { image.set(.memorySize, ofSegment: 0, to: size) }
            }
        }
    }

    // MARK: Sections and notes

    @Test(
        arguments: [
            (.offset, .max, "at offset 18446744073709551615, lie outside the file, which has"),
            (.size, .max, "the section names, 18446744073709551615 bytes at offset"),
            (.size, 1 << 62, "the section names, 4611686018427387904 bytes"),
        ] as [(HostileImage.SectionField, UInt64, String)])
    func namesOutsideTheFile(_ field: HostileImage.SectionField, _ value: UInt64, _ words: String) throws {
        try expectRefusal(.truncated, [words]) { image in
            image.set(field, ofSection: image.nameSection, to: value)
        }
    }

    @Test(arguments: [0xffff_ffff, 0x7fff_ffff] as [UInt64])
    func aSectionWithoutAName(_ offset: UInt64) throws {
        try expectRefusal(.unsupported, ["section 1 has no readable name: none at offset \(offset) of"]) { image in
            image.set(.name, ofSection: 1, to: offset)
        }
    }

    @Test(
        arguments: [
            (0, 0, .notAGuest, "it has no Swiftlet note"), (0, UInt32.max, .notAGuest, "it has no Swiftlet note"),
            (8, 0, .notAGuest, "it has no Swiftlet note"),
            (4, 0, .abiMismatch, "the Swiftlet note is 0 bytes long, less than"),
            (4, 3, .abiMismatch, "the Swiftlet note is 3 bytes long"), (4, .max, .notAGuest, "it has no Swiftlet note"),
        ] as [(Int, UInt32, ImageError.Kind, String)])
    func notes(_ field: Int, _ value: UInt32, _ kind: ImageError.Kind, _ words: String) throws {
        try expectRefusal(kind, [words]) { image in
            let owner = try #require(image.bytes.firstRange(of: Array("Swiftlet\0".utf8)))
            // Before it are the sizes of owner and description, and the type.
            image.store(UInt64(value), size: 4, at: owner.lowerBound - 12 + field)
        }
    }

    // MARK: Function tables

    @Test(
        arguments: [
            (.offset, .max, .truncated, "lies outside the file, which has"),
            (.size, .max, .truncated, "lies outside the file, which has"),
            (.size, UInt64(FunctionRecord.size) + 1, .badFunctionTable, "not a multiple of \(FunctionRecord.size)"),
        ] as [(HostileImage.SectionField, UInt64, ImageError.Kind, String)])
    func functionSections(
        _ field: HostileImage.SectionField, _ value: UInt64, _ kind: ImageError.Kind, _ words: String
    ) throws {
        try expectRefusal(kind, ["section \(FunctionRecord.exportSection)", words]) { image in
            let number = try #require(image.file().sections.firstIndex { $0.name == FunctionRecord.exportSection })
            image.set(field, ofSection: number, to: value)
        }
    }

    @Test func moreFunctionsThanAreReasonable() throws {
        let words = ["lists 16385 functions, at most 16384 are possible"]
        try expectRefusal(.badFunctionTable, words) { image in
            let number = try #require(image.file().sections.firstIndex { $0.name == FunctionRecord.exportSection })
            image.set(.offset, ofSection: number, to: UInt64(image.bytes.count))
            image.set(.size, ofSection: number, to: UInt64(16_385 * FunctionRecord.size))
            image.bytes += [UInt8](repeating: 0, count: 16_385 * FunctionRecord.size)
        }
    }

    // MARK: Sizes

    /// A few bytes of a file can ask for much memory.
    @Test func moreMemoryThanTheHostAllows() throws {
        var image = try HostileImage("HostileGuest")
        let last = try #require(try image.file().segments.indices.last)
        image.set(.memorySize, ofSegment: last, to: 300 << 20)
        let large = try GuestImage(bytes: image.bytes)
        let error = try expectError(.invalidImage) { try Sandbox(guest: .image(large)) }
        #expect(error.message.contains("imageSize allows 256 MiB"), "\(error)")
        let sandbox = try Sandbox(
            guest: .image(large), configuration: .init(imageSize: .mebibytes(512), logger: .silent))
        #expect(try sandbox.call("harmless") == Int32(1))
    }
}
