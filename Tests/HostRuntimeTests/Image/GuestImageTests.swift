import Glibc
import GuestTestSupport
import SystemPackage
import Testing
import Wire

@testable import HostRuntime

@Suite("Guest images")
struct GuestImageTests {
    let bytes: [UInt8]

    init() throws {
        bytes = try FileBytes.read(BuiltGuests.path("EmptyGuest"))
    }

    @Test func functionsAreListedWithoutRunningAnything() throws {
        let image = try TestGuests.test.get()
        let functions = image.functions.map(\.description)
        #expect(functions.contains("echoString(String) -> String"))
        #expect(functions.contains("nothing()"))
        #expect(
            functions.contains(
                "describeAll(Int32, UInt32, Int64, UInt64, Float, Double, Bool, String, [UInt8]) -> String"))
        #expect(functions.contains("bytesLength([UInt8]) -> UInt64"))
        #expect(functions == functions.sorted())
        let imports = image.hostFunctions.map(\.description)
        #expect(imports.contains("hostAdd(Int32, Int32) -> Int32"))
        #expect(imports.filter { $0.hasPrefix("hostFail") }.count == 1)
    }

    @Test func aMissingFile() throws {
        let error = try expectError(.unreadableImage) { try GuestImage(contentsOf: "/does/not/exist") }
        #expect(error.message.contains("/does/not/exist"))
        #expect(error.cause as? Errno == .noSuchFileOrDirectory)
    }

    @Test func aFolderInTheFilesPlace() throws {
        let error = try expectError(.unreadableImage) { try GuestImage(contentsOf: "/tmp") }
        #expect(error.message.contains("is a folder"))
    }

    /// What a pipe has may be a part of what its writer is going to write.
    @Test func aPipeInTheFilesPlace() throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }
        let error = try expectError(.unreadableImage) {
            try GuestImage(contentsOf: FilePath("/proc/self/fd/\(pipe.readEnd.rawValue)"))
        }
        #expect(error.message.contains("is a pipe"))
    }

    @Test func aDeviceInTheFilesPlace() throws {
        for device in ["/dev/null", "/dev/zero"] as [FilePath] {
            let error = try expectError(.unreadableImage) { try GuestImage(contentsOf: device) }
            #expect(error.message.contains("is a device"))
        }
    }

    /// A file that takes no space, and whose size alone is too much.
    @Test func aFileLargerThanAnyImage() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = FilePath("\(folder)/swiftlet-\(UInt64.random(in: 0 ... .max))")
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
        defer { try? file.close() }
        try #require(unlink(path.string) == 0)
        try #require(ftruncate(file.rawValue, off_t(GuestImage.maximumSize) + 1) == 0)
        let error = try expectError(.invalidImage) {
            try GuestImage(contentsOf: FilePath("/proc/self/fd/\(file.rawValue)"))
        }
        #expect(error.message.contains("has 1073741825 bytes, images have at most 1073741824"))
    }

    @Test func somethingElse() throws {
        let error = try expectError(.invalidImage) { try GuestImage(bytes: Array("#!/bin/sh".utf8)) }
        #expect(error.message.contains("magic"))
        try expectError(.invalidImage) { try GuestImage(bytes: []) }
    }

    @Test func aProgramOfTheHost() throws {
        let error = try expectError(.invalidImage) { try GuestImage(contentsOf: "/proc/self/exe") }
        #expect(error.message.contains("static executable"))
    }

    @Test func truncatedAnywhere() throws {
        let lengths = Array(0..<512) + Array(stride(from: 512, to: bytes.count, by: 997)) + [bytes.count - 1]
        for length in lengths {
            try expectError(.invalidImage) { try GuestImage(bytes: Array(bytes.prefix(length))) }
        }
    }

    /// Any byte of the headers may hold anything.
    @Test func headersWithAnyByteChanged() throws {
        for offset in 0..<(64 + 4 * 56) {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var copy = bytes
                copy[offset] = value
                _ = try? GuestImage(bytes: copy)
            }
        }
    }

    @Test func aForeignExecutable() throws {
        var copy = bytes
        let note = try #require(copy.firstRange(of: Array("Swiftlet\0".utf8)))
        copy[note.lowerBound] = UInt8(ascii: "X")
        let error = try expectError(.invalidImage) { try GuestImage(bytes: copy) }
        #expect(error.message.contains("no Swiftlet guest"))
    }

    /// A guest that was built by an older or a newer Swiftlet: the ABI's version is the first word of the note's description.
    @Test(arguments: [0, ImageNote.abiVersion - 1, ImageNote.abiVersion + 1, .max])
    func anotherVersionOfTheABI(_ version: UInt32) throws {
        var copy = bytes
        let note = try #require(copy.firstRange(of: Array("Swiftlet\0".utf8)))
        let description = note.lowerBound + 12
        copy.withUnsafeMutableBytes { $0.storeBytes(of: version, toByteOffset: description, as: UInt32.self) }
        let error = try expectError(.invalidImage) { try Sandbox(guest: .bytes(copy)) }
        #expect((error.cause as? ImageError)?.kind == .abiMismatch)
        #expect(error.message.contains("ABI version \(version),"))
        #expect(error.message.contains("this host speaks \(ImageNote.abiVersion):"))
        #expect(error.message.contains("build guest and host with the same release"))
    }

    /// The functions that a guest has, and those that it wants.
    private static let functionSections = [FunctionRecord.exportSection, FunctionRecord.importSection]

    @Test(arguments: functionSections) func functionRecordsWithAnyByteChanged(_ name: String) throws {
        let original = try FileBytes.read(BuiltGuests.path("SecretGuest"))
        let section = try #require(try ELFFile(original).sections.first { $0.name == name })
        for offset in 0..<FunctionRecord.size {
            for value: UInt8 in [0, 1, 33, 0x80, 0xff] {
                var copy = original
                copy[Int(section.fileOffset) + offset] = value
                _ = try? GuestImage(bytes: copy)
            }
        }
    }

    private static let hostileFields: [(Int, UInt8, String)] = [
        (FunctionRecord.versionOffset, 9, "version 9"), (FunctionRecord.nameLengthOffset, 0, "name of 0"),
        (FunctionRecord.nameLengthOffset, 65, "name of 65"), (FunctionRecord.parameterCountOffset, 33, "33 parameters"),
        (FunctionRecord.flagsOffset, 1, "flags"), (FunctionRecord.reservedOffset, 1, "flags"),
        (FunctionRecord.returnTypeOffset, 0, "unknown type 0"),
        (FunctionRecord.returnTypeOffset, 11, "unknown type 11"),
        (FunctionRecord.nameOffset, 0xff, "UTF-8"), (FunctionRecord.nameOffset, 0x1b, "printable UTF-8"),
        (FunctionRecord.nameOffset, 0, "printable UTF-8"),
    ]

    @Test(arguments: hostileFields, functionSections)
    func functionRecordFields(_ field: (offset: Int, value: UInt8, text: String), _ name: String) throws {
        var copy = try FileBytes.read(BuiltGuests.path("SecretGuest"))
        let section = try #require(try ELFFile(copy).sections.first { $0.name == name })
        copy[Int(section.fileOffset) + field.offset] = field.value
        let error = try expectError(.invalidImage) { try GuestImage(bytes: copy) }
        #expect(error.message.contains(field.text), "\(error)")
    }

    /// Only what a guest has is entered.
    @Test func anEntryThatIsNoCode() throws {
        var copy = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let section = try #require(try ELFFile(copy).sections.first { $0.name == FunctionRecord.exportSection })
        copy[Int(section.fileOffset) + FunctionRecord.entryOffset + 7] = 1
        let error = try expectError(.invalidImage) { try GuestImage(bytes: copy) }
        #expect(error.message.contains("no executable segment"), "\(error)")
    }

    @Test func twoFunctionsOfOneName() throws {
        var copy = try FileBytes.read(BuiltGuests.path("HostileGuest"))
        let section = try #require(try ELFFile(copy).sections.first { $0.name == FunctionRecord.exportSection })
        let first = Int(section.fileOffset)
        let names = first + FunctionRecord.nameLengthOffset..<first + FunctionRecord.parameterTypesOffset
        let second = names.map { copy[$0] }
        for (index, byte) in second.enumerated() {
            copy[first + FunctionRecord.size + FunctionRecord.nameLengthOffset + index] = byte
        }
        let error = try expectError(.invalidImage) { try GuestImage(bytes: copy) }
        #expect(error.message.contains("two different functions"))
    }
}
