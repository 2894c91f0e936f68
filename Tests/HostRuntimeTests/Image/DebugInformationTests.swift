import GuestTestSupport
import TestSupport
import Testing

@testable import HostRuntime

@Suite("Debug information of damaged images")
struct DebugInformationTests {
    /// Reading must end, whatever the sections hold.
    @Test func sectionsWithAnyContent() throws {
        let original = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let file = try ELFFile(original)
        var random = SeededGenerator(seed: 7)
        for name in [".debug_info", ".debug_abbrev", ".debug_str", ".symtab", ".strtab"] {
            let section = try #require(file.sections.first { $0.name == name }, "\(name)")
            for _ in 0..<5 {
                var copy = original
                for _ in 0..<20 {
                    let offset = Int.random(in: 0..<Int(section.size), using: &random)
                    copy[Int(section.fileOffset) + offset] = UInt8.random(in: 0...255, using: &random)
                }
                let damaged = try ELFFile(copy)
                _ = damaged.symbol(at: file.entry)
                _ = DebugInformation(damaged)?.runtimeFailure(at: file.entry)
            }
        }
    }

    /// Many entries that each have many attributes of no size: the product of the two must not be worked off.
    @Test func entriesThatMultiply() throws {
        var bytes = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let file = try ELFFile(bytes)
        let abbreviations = try #require(file.sections.first { $0.name == ".debug_abbrev" })
        let information = try #require(file.sections.first { $0.name == ".debug_info" })
        // Code 1, an inlined subroutine without children, with attributes that are present by being listed.
        let table: [UInt8] = [1, 0x1d, 0]
        for offset in 0..<Int(abbreviations.size) - 5 {
            bytes[Int(abbreviations.fileOffset) + offset] =
                offset < 3 ? table[offset] : offset % 2 == 1 ? 0x3f : 0x19
        }
        for offset in Int(abbreviations.size) - 5..<Int(abbreviations.size) {
            bytes[Int(abbreviations.fileOffset) + offset] = 0
        }
        // One version 4 unit (DWARF 4, section 7.5.1.1) of entries that are one byte long.
        let header =
            withUnsafeBytes(of: UInt32(Int(information.size) - 4).littleEndian) { Array($0) } + [4, 0, 0, 0, 0, 0, 8]
        for offset in 0..<Int(information.size) {
            bytes[Int(information.fileOffset) + offset] = offset < header.count ? header[offset] : 1
        }
        let damaged = try ELFFile(bytes)
        #expect(try #require(DebugInformation(damaged)).runtimeFailure(at: file.entry) == nil)
    }

    @Test func anImageWithoutSectionsStillRuns() throws {
        var copy = try FileBytes.read(BuiltGuests.path("EmptyGuest"))
        for index in 40..<48 { copy[index] = 0 }
        for index in 58..<64 { copy[index] = 0 }
        let image = try GuestImage(bytes: copy)
        #expect(image.functions == [])
        _ = try Sandbox(guest: .image(image), configuration: .init(logger: .silent))
    }
}
