import Glibc
import SystemPackage
import Testing

@testable import HostRuntime

/// What clones share, nobody can change.
@Suite("Memory files")
struct MemoryFileTests {
    private func file() throws -> MemoryFile {
        let range = try #require(GuestRange(start: 0x1_0000, count: 16 * 4096))
        return try MemoryFile(range: range) { memory in _ = memory.store(UInt64(42), at: 0x1_1000) }
    }

    @Test func itHasWhatItWasFilledWith() throws {
        let file = try file()
        var word: UInt64 = 0
        #expect(pread(file.descriptor, &word, 8, 0x1000) == 8)
        #expect(word == 42)
        #expect(pread(file.descriptor, &word, 8, 0x2000) == 8)
        #expect(word == 0)
        #expect(lseek(file.descriptor, 0, SEEK_END) == 16 * 4096)
    }

    @Test func nobodyCanChangeIt() throws {
        let file = try file()
        func fails(_ expected: CInt, _ result: Int) { #expect(result == -1 && errno == expected) }
        fails(EPERM, pwrite(file.descriptor, "x", 1, 0x1000))
        fails(EPERM, Int(ftruncate(file.descriptor, 0)))
        fails(EPERM, Int(ftruncate(file.descriptor, 1 << 20)))
        let mapping = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        #expect(mapping == MAP_FAILED && errno == EPERM)
        if let mapping, mapping != MAP_FAILED { munmap(mapping, 4096) }
    }

    @Test func whatOneMappingWritesNoOtherSees() throws {
        let file = try file()
        let first = try UnsafeGuestMemory(range: file.range, backing: .file(file, isShared: false))
        let second = try UnsafeGuestMemory(range: file.range, backing: .file(file, isShared: false))
        #expect(first.store(UInt64(1), at: 0x1_1000))
        #expect(second.load(0x1_1000, as: UInt64.self) == 42)
        first.unsafelyRelease(1..<2)
        #expect(first.load(0x1_1000, as: UInt64.self) == 42)
    }

    @Test func aFileThatCannotBeFilledIsClosed() throws {
        let range = try #require(GuestRange(start: 0x1_0000, count: 4096))
        #expect(throws: HypervisorError.self) {
            try MemoryFile(range: range) { (_) throws(HypervisorError) in
                throw HypervisorError(operation: "failing on purpose", errno: .ioError)
            }
        }
    }
}
