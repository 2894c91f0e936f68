import Testing

@testable import HostRuntime

@Suite("Debug information of damaged images")
struct DebugInformationTests {
    /// Reading must end, whatever the sections hold.
    @Test func sectionsWithAnyContent() throws {
        let original = try FileBytes.read(TestGuests.path("HostileGuest"))
        let file = try ELFFile(original)
        var random = SeededGenerator(seed: 7)
        for name in [".debug_info", ".debug_abbrev", ".debug_str", ".symtab", ".strtab"] {
            let section = try #require(file.sections.first { $0.name == name }, "\(name)")
            for _ in 0..<5 {
                var copy = original
                for _ in 0..<20 {
                    let offset = UInt64.random(in: 0..<section.size, using: &random)
                    copy[Int(section.fileOffset + offset)] = UInt8.random(in: 0...255, using: &random)
                }
                let damaged = try ELFFile(copy)
                _ = damaged.symbol(at: file.entry)
                _ = DebugInformation(damaged)?.runtimeFailure(at: file.entry)
            }
        }
    }

    @Test func anImageWithoutSectionsStillRuns() throws {
        var copy = try FileBytes.read(TestGuests.path("EmptyGuest"))
        for index in 40..<48 { copy[index] = 0 }
        for index in 58..<64 { copy[index] = 0 }
        let image = try GuestImage(bytes: copy)
        #expect(image.functions == [])
        _ = try Sandbox(guest: .image(image), configuration: .init(logger: .silent))
    }
}
