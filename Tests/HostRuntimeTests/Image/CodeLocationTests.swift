import GuestTestSupport
import TestSupport
import Testing

@testable import HostRuntime

@Suite("Functions and lines of code")
struct CodeLocationTests {
    /// A guest's image with other line number programs in the place of its own.
    private struct Image {
        let bytes: [UInt8]
        /// Where its code begins.
        let code: UInt64

        init(lines: (UInt64) -> [UInt8]) throws {
            var bytes = try FileBytes.read(BuiltGuests.path("HostileGuest"))
            let file = try ELFFile(bytes)
            let section = try #require(file.sections.first { $0.name == ".debug_line" })
            code = try #require(file.segments.first { $0.isExecutable }).memory.start.rawValue
            let lines = lines(code)
            try #require(lines.count <= Int(section.size))
            let start = Int(section.fileOffset)
            // What follows is a program of no known version.
            for index in 0..<Int(section.size) { bytes[start + index] = index < lines.count ? lines[index] : 1 }
            self.bytes = bytes
        }

        func lines(at offsets: [UInt64]) throws -> [String?] {
            try GuestImage(bytes: bytes).codeLocations(at: offsets.map { code &+ $0 })
                .map { $0.line.map { "\($0.file):\($0.line)" } }
        }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// A program and its header (DWARF 4 and 5, section 6.2.4), whose operations are those of the standards' appendices.
    private static func unit(version: UInt16, files: [UInt8], program: [UInt8]) -> [UInt8] {
        let operations: [UInt8] = [13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]
        let rest: [UInt8] = [1, 1, 1, 0xfb, 14] + operations + files
        let header = bytes(version) + (version == 5 ? [8, 0] : []) + bytes(UInt32(rest.count)) + rest
        return bytes(UInt32(header.count + program.count)) + header + program
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    /// Version 4 counts files from 1, version 5 from 0.
    private static func program(at address: UInt64, firstFile: UInt8) -> [UInt8] {
        let start: [UInt8] = [0, 9, 2] + bytes(address) + [4, firstFile + 1, 3, 9, 1]  // Line 10 of the second file.
        let next: [UInt8] = [75]  // 4 bytes and 1 line further.
        let other: [UInt8] = [4, firstFile, 8, 1]  // 17 bytes further, in the first file.
        let none: [UInt8] = [2, 11, 3, 0x75, 1]  // 11 bytes further and 11 lines back.
        return start + next + other + none + [9, 8, 0, 0, 1, 1]  // It ends 8 bytes further.
    }

    @Test(arguments: [4, 5] as [UInt16])
    func linesOfAProgram(_ version: UInt16) throws {
        let image = try Image { code in
            let files =
                version == 5
                ? [1, 1, 8, 1] + Self.text("d") + [2, 1, 8, 2, 0xb, 2] + Self.text("/a/zero.swift") + [0]
                    + Self.text("one.swift") + [0]
                : Self.text("d") + [0] + Self.text("/a/zero.swift") + [0, 0, 0] + Self.text("one.swift") + [1, 2, 3, 0]
            let program = Self.program(at: code, firstFile: version == 5 ? 0 : 1)
            // The first answer counts.
            let again = Self.program(at: code - 1, firstFile: version == 5 ? 0 : 1)
            return Self.unit(version: version, files: files, program: program)
                + Self.unit(version: version, files: files, program: again)
        }
        let offsets: [UInt64] = [0, 3, 4, 20, 21, 31, 32, 40, .max, 39, 0]
        #expect(
            try image.lines(at: offsets) == [
                "one.swift:10", "one.swift:10", "one.swift:11", "one.swift:11", "zero.swift:11", "zero.swift:11", nil,
                nil, "one.swift:10", nil, "one.swift:10",
            ])
    }

    /// Reading must end, whatever the sections hold.
    @Test func damagedSections() throws {
        let original = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let file = try ELFFile(original)
        let addresses = (0..<500).map { file.entry.rawValue &+ $0 * 7 } + [0, .max]
        var random = SeededGenerator(seed: 8)
        for name in [".debug_line", ".debug_line_str", ".symtab", ".strtab"] {
            let section = try #require(file.sections.first { $0.name == name }, "\(name)")
            for _ in 0..<2 {
                var copy = original
                for _ in 0..<20 {
                    let offset = Int.random(in: 0..<Int(section.size), using: &random)
                    copy[Int(section.fileOffset) + offset] = UInt8.random(in: 0...255, using: &random)
                }
                #expect(try GuestImage(bytes: copy).codeLocations(at: addresses).count == addresses.count)
            }
        }
    }

    @Test("Tables that are larger than their section", arguments: [0x19, 0x08, 0x0b, 0x0f] as [UInt8])
    func tablesThatTakeNoRoom(_ form: UInt8) throws {
        // Numbers of entries that 63 bits hold just so.
        let many: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
        let image = try Image { _ in
            Self.unit(version: 5, files: [1, 1, form] + many + [1, 1, form] + many, program: [])
        }
        #expect(try image.lines(at: [0]) == [nil])
    }

    @Test("Programs of one operation", arguments: [0...255])
    func operations(_ all: ClosedRange<UInt8>) throws {
        for operation in all {
            let image = try Image { _ in
                let program = [UInt8](repeating: operation, count: 300)
                return Self.unit(version: 4, files: [0, 0], program: program)
            }
            #expect(try image.lines(at: [0]) == [nil])
        }
    }

    @Test func aRangeOfNoOperationsIsRefused() throws {
        let image = try Image { code in
            var unit = Self.unit(version: 4, files: [0, 0], program: Self.program(at: code, firstFile: 1))
            unit[14] = 0
            return unit
        }
        #expect(try image.lines(at: [0]) == [nil])
    }

    /// Each range is an answer to all addresses: not the product of the two must be worked off.
    @Test func answersThatOverlap() {
        var questions = AddressQuestions<Int>((0..<1000).map { GuestAddress(rawBits: $0) }, work: 16_500)
        var answers = 0
        let all = GuestRange(from: GuestAddress(0), to: GuestAddress(1000))
        while questions.answer(all, { answers }) { answers += 1 }
        #expect(answers == 16)
        #expect(questions[GuestAddress(0)] == 0 && questions[GuestAddress(999)] == 0)
        #expect(questions[GuestAddress(1000)] == nil)
    }
}
