import Glibc
import Testing
import Wire

/// Messages put together byte by byte, one for each thing that can be wrong with a table and its single field.
@Suite("Crafted messages")
struct CraftedMessageTests {
    /// A message of a vtable at 8 with one slot, its table at 16, and what `content` holds from 24 on.
    private struct Crafted {
        var root: UInt32 = 16
        var vtableSize: UInt16 = 6
        var tableSize: UInt16 = 8
        var fieldOffset: UInt16 = 4
        var vtableDistance: Int32 = 8
        var field: UInt32 = 4
        var content: [UInt8] = [1, 0, 0, 0, 0x61, 0, 0, 0]

        var bytes: [UInt8] {
            var bytes = littleEndian(root) + littleEndian(UInt32(0))
            bytes += littleEndian(vtableSize) + littleEndian(tableSize) + littleEndian(fieldOffset)
            bytes += littleEndian(UInt16(0)) + littleEndian(vtableDistance) + littleEndian(field)
            return bytes + content
        }

        private func littleEndian(_ word: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) }
        }
    }

    private struct TextView: FlatBufferTable, ~Escapable {
        @_lifetime(copy table)
        init(_ table: TableView) {}

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.string(0, of: table, required: true)
        }
    }

    private struct NumberView: FlatBufferTable, ~Escapable {
        @_lifetime(copy table)
        init(_ table: TableView) {}

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.scalar(0, of: table, as: UInt32.self)
        }
    }

    private struct DoublesView: FlatBufferTable, ~Escapable {
        @_lifetime(copy table)
        init(_ table: TableView) {}

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.vector(0, of: table, elementSize: 8, alignment: 8, required: true)
        }
    }

    private func error<Table: FlatBufferTable & ~Escapable>(in crafted: Crafted, as type: Table.Type) -> WireError? {
        let bytes = crafted.bytes
        return #expect(throws: WireError.self) { try Verifier.verify(bytes.span.bytes, as: type) }
    }

    @Test func theUnchangedMessageIsFine() throws {
        let bytes = Crafted().bytes
        try Verifier.verify(bytes.span.bytes, as: TextView.self)
        try Verifier.verify(bytes.span.bytes, as: NumberView.self)
        let text = try TableView(rootOf: bytes.span.bytes).string(0)?.decoded()
        #expect(text == "a")
    }

    @Test func rootOutsideTheMessage() {
        #expect(error(in: Crafted(root: 32), as: TextView.self) == .malformed(.outOfBounds, offset: 0))
        #expect(error(in: Crafted(root: 0), as: TextView.self) == .malformed(.outOfBounds, offset: 0))
        #expect(error(in: Crafted(root: .max), as: TextView.self) == .malformed(.outOfBounds, offset: 0))
        #expect(error(in: Crafted(root: 30), as: TextView.self) == .malformed(.outOfBounds, offset: 30))
    }

    @Test func vtableOutsideTheMessage() {
        #expect(error(in: Crafted(vtableDistance: 17), as: TextView.self) == .malformed(.outOfBounds, offset: 16))
        #expect(error(in: Crafted(vtableDistance: -100), as: TextView.self) == .malformed(.outOfBounds, offset: 116))
        #expect(error(in: Crafted(vtableDistance: .min), as: TextView.self) != nil)
        #expect(error(in: Crafted(vtableSize: 26), as: TextView.self) == .malformed(.outOfBounds, offset: 8))
    }

    @Test func vtableWithImpossibleSizes() {
        for vtableSize in [0, 2, 5, 7] as [UInt16] {
            #expect(error(in: Crafted(vtableSize: vtableSize), as: TextView.self) == .malformed(.badVTable, offset: 8))
        }
        #expect(error(in: Crafted(tableSize: 3), as: TextView.self) == .malformed(.badVTable, offset: 8))
        #expect(error(in: Crafted(tableSize: 17), as: TextView.self) == .malformed(.outOfBounds, offset: 16))
    }

    @Test func fieldOutsideItsTable() {
        for fieldOffset in [1, 3, 5, 8, .max] as [UInt16] {
            #expect(
                error(in: Crafted(fieldOffset: fieldOffset), as: TextView.self)
                    == .malformed(.fieldOutsideTable, offset: 12))
        }
    }

    @Test func contentOutsideTheMessage() {
        #expect(error(in: Crafted(field: 12), as: TextView.self) == .malformed(.outOfBounds, offset: 20))
        #expect(error(in: Crafted(field: 10), as: TextView.self) == .malformed(.outOfBounds, offset: 30))
        let lengths: [[UInt8]] = [[5, 0, 0, 0], [255, 255, 255, 255], [0, 0, 0, 128]]
        for length in lengths {
            #expect(
                error(in: Crafted(content: length + [0x61, 0, 0, 0]), as: TextView.self)
                    == .malformed(.outOfBounds, offset: 24))
            #expect(
                error(in: Crafted(content: length + [0, 0, 0, 0]), as: DoublesView.self)
                    == .malformed(.outOfBounds, offset: 24))
        }
    }

    @Test func stringThatEndsWithTheMessage() {
        let unterminated = Crafted(content: [4, 0, 0, 0, 0x61, 0x61, 0x61, 0x61])
        #expect(error(in: unterminated, as: TextView.self) == .malformed(.outOfBounds, offset: 32))
    }

    @Test func misalignedParts() {
        let shifted = Crafted(field: 6, content: [0, 0, 1, 0, 0, 0, 0x61, 0])
        #expect(error(in: shifted, as: TextView.self) == .malformed(.misaligned, offset: 30))
        let doubles = Crafted(content: [1, 0, 0, 0] + [UInt8](repeating: 0, count: 8))
        #expect(error(in: doubles, as: DoublesView.self) == .malformed(.misaligned, offset: 28))
        let field = Crafted(tableSize: 12, fieldOffset: 6)
        #expect(error(in: field, as: NumberView.self) == .malformed(.misaligned, offset: 22))
        #expect(error(in: field, as: TextView.self) == .malformed(.misaligned, offset: 22))
    }

    @Test func misalignedVTable() {
        // The vtable's words, one byte further.
        let vtable = Crafted(vtableSize: 0x0600, tableSize: 0x0800, fieldOffset: 0x0400, vtableDistance: 7)
        #expect(error(in: vtable, as: TextView.self) == .malformed(.misaligned, offset: 16))
    }

    @Test func tooShortForAHeader() {
        for count in 0..<8 {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(throws: WireError.malformed(.messageTooShort, offset: 0)) {
                _ = try TableView(rootOf: bytes.span.bytes)
            }
        }
    }

    @Test func tooLongForOffsets() throws {
        let count = Int(Int32.max) + 1
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let memory = try #require(mmap(nil, count, PROT_READ, flags, -1, 0))
        try #require(memory != MAP_FAILED)
        defer { munmap(memory, count) }
        #expect(throws: WireError.malformed(.messageTooLong, offset: 0)) {
            _ = try TableView(rootOf: UnsafeRawBufferPointer(start: memory, count: count).bytes)
        }
    }
}
