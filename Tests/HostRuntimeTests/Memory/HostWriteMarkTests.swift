import Logging
import Testing

@testable import HostRuntime

/// Whatever the host writes into guest memory it marks, or restores would miss it.
@Suite("Marks of the host's writes")
struct HostWriteMarkTests {

    private let memory: UnsafeGuestMemory

    init() throws {
        memory = try UnsafeGuestMemory(range: #require(GuestRange(start: 0x1_0000, count: 0x10_0000)))
    }

    private var marks: [UInt64] { memory.hostWrites.addresses.map(\.rawValue) }

    private func range(_ start: UInt64, _ count: UInt64) throws -> GuestRange {
        try #require(GuestRange(start: start, count: count))
    }

    @Test func storing() {
        #expect(memory.store(UInt64(1), at: 0x1_1ff8))
        #expect(marks == [0x1_1000])
        #expect(memory.store(UInt64(1), at: 0x1_5ffc))
        #expect(marks == [0x1_1000, 0x1_5000, 0x1_6000])
    }

    @Test func copying() throws {
        let bytes = [UInt8](repeating: 1, count: 0x2001)
        try memory.copy(bytes.span.bytes, to: GuestAddress(0x2_0fff))
        #expect(marks == [0x2_0000, 0x2_1000, 0x2_2000])
    }

    @Test func writingInPlaceMarksWhatWasWritten() throws {
        let written = memory.write(into: try range(0x1_0000, 0x8000)) { _ in 0x2ff0..<0x4010 }
        #expect(written == (try range(0x1_2ff0, 0x1020)))
        #expect(marks == [0x1_2000, 0x1_3000, 0x1_4000])
    }

    /// A body that claims more than it was given wrote no more than that.
    @Test func aWriteThatClaimsTooMuch() throws {
        let written = memory.write(into: try range(0x1_0000, 0x1000)) { _ in -5..<0x9000 }
        #expect(written == (try range(0x1_0000, 0x1000)))
        #expect(marks == [0x1_0000])
    }

    @Test func refusedWritesMarkNothing() throws {
        #expect(!memory.store(UInt64(1), at: 0x11_0000))
        #expect(throws: HypervisorError.self) {
            try memory.copy([1, 2, 3].span.bytes, to: GuestAddress(0x10_fffe))
        }
        #expect(marks == [])
    }

    @Test func restoringAPageMarksNothing() throws {
        let contents = memory.contents(ofPage: 0)
        memory.unsafelyReplace(page: 3, with: contents.bytes)
        memory.unsafelyReplace(page: 4, with: nil)
        #expect(marks == [])
    }

    @Test func readingMarksNothing() throws {
        _ = memory.load(0x1_0000, as: UInt64.self)
        _ = memory.bytes(try range(0x1_0000, 0x1000))
        _ = memory.contents(ofPage: 0)
        #expect(memory.page(0, holds: nil))
        #expect(marks == [])
    }

    // MARK: End to end

    private func dirtyPages(_ secret: SecretSandbox, _ region: String) throws -> [Int] {
        try secret.sandbox.dirtyPages().regions.first { $0.name == region }?.dirtyPages ?? []
    }

    /// The guest only reads its arguments: that they are dirty is known by the mark.
    @Test func argumentsAreMarked() throws {
        let secret = try SecretSandbox()
        try secret.restore()
        let bytes = [UInt8](repeating: 1, count: 3 * PageSize.small)
        let _: UInt64 = try secret.sandbox.call("twoArguments", bytes, [UInt8]())
        let pages = Int(secret.layout.input.byteCount) / PageSize.small
        #expect(try dirtyPages(secret, "input buffer") == [pages - 4, pages - 3, pages - 2, pages - 1])
    }

    /// Answers lie directly below the call's message; the guest does not write there either.
    @Test func answersToHostCallsAreMarked() throws {
        var functions = HostFunctions.forSecrets
        functions.register("hostSecret") { () -> [UInt8] in [UInt8](repeating: 2, count: 2 * PageSize.small) }
        let secret = try SecretSandbox(hostFunctions: functions)
        try secret.restore()
        try expectError(.aborted) { try secret.sandbox.call("receiveAndTrap") }
        let pages = Int(secret.layout.input.byteCount) / PageSize.small
        #expect(try dirtyPages(secret, "input buffer") == [pages - 3, pages - 2, pages - 1])
    }

    /// A host function's result that does not fit leaves its traces all over the free part of the input buffer.
    @Test func answersThatDoNotFitAreMarked() throws {
        var functions = HostFunctions.forSecrets
        functions.register("hostSecret") { () -> [UInt8] in [UInt8](repeating: 2, count: 1 << 20) }
        let secret = try SecretSandbox(hostFunctions: functions)
        try secret.restore()
        try expectError(.aborted) { try secret.sandbox.call("receiveAndTrap") }
        let pages = Int(secret.layout.input.byteCount) / PageSize.small
        #expect(try dirtyPages(secret, "input buffer") == Array(0..<pages))
    }
}
