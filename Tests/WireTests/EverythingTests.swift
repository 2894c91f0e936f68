import Foundation
import Testing
import Wire

/// The reader and the verifier cover the format, not just the part of it that the ABI uses: a message with every
/// feature, made by flatc, is read field by field.
@Suite("The whole format")
struct EverythingTests {
    private enum Color: Int8 {
        case red = -1
        case green = 0
        case blue = 5
    }

    /// The slots of the table `Everything`; a union takes two, the first for its discriminator.
    private enum Slot {
        static let bool = 0, byte = 1, ubyte = 2, short = 3, ushort = 4, int = 5, uint = 6, long = 7, ulong = 8
        static let float = 9, double = 10, color = 12, name = 13, segment = 14, child = 15, branchType = 16, branch = 17
        static let bools = 18, shorts = 19, longs = 20, doubles = 21, colors = 22, names = 23, points = 24, leaves = 25
        static let branchTypes = 26, branches = 27, nested = 28, absent = 29
    }

    private struct LeafView: FlatBufferTable, ~Escapable {
        let table: TableView

        @_lifetime(copy table)
        init(_ table: TableView) { self.table = table }

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.string(0, of: table, required: true)
            try verifier.scalar(1, of: table, as: Int32.self)
        }
    }

    private struct EverythingView: FlatBufferMessage, ~Escapable {
        static var fileIdentifier: FileIdentifier { FileIdentifier("EVRY") }
        let table: TableView

        @_lifetime(copy table)
        init(_ table: TableView) { self.table = table }

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.scalar(Slot.bool, of: table, as: Bool.self)
            try verifier.scalar(Slot.double, of: table, as: Double.self)
            try verifier.enumeration(Slot.color, of: table, as: Color.self)
            try verifier.string(Slot.name, of: table, required: false)
            try verifier.structure(Slot.segment, of: table, size: 56, alignment: 8, required: false)
            try verifier.table(Slot.child, of: table, as: EverythingView.self, required: false)
            if try table.unionType(Slot.branchType) == 1 {
                try verifier.unionValue(Slot.branch, of: table, as: LeafView.self)
            }
            try verifier.vector(Slot.longs, of: table, elementSize: 8, alignment: 8, required: false)
            try verifier.enumerations(Slot.colors, of: table, as: Color.self, required: false)
            try verifier.strings(Slot.names, of: table, required: false)
            try verifier.vector(Slot.points, of: table, elementSize: 24, alignment: 8, required: false)
            try verifier.tables(Slot.leaves, of: table, as: LeafView.self, required: false)
        }
    }

    private static let bytes = Result {
        let folder = try TemporaryFolder()
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Interop")
        try Tool.flatc.run(
            ["--binary"] + ["everything.fbs", "everything.json"].map { sources.appendingPathComponent($0).path },
            in: folder.url)
        return try folder.read("everything.bin")
    }

    @Test func isVerified() throws {
        let bytes = try Self.bytes.get()
        try EverythingView.verify(message: bytes.span.bytes)
    }

    @Test func scalars() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        let bool = try table.scalar(Slot.bool, default: false)
        #expect(bool)
        let integers: [any BinaryInteger] = [
            try table.scalar(Slot.byte, default: Int8(0)), try table.scalar(Slot.ubyte, default: UInt8(0)),
            try table.scalar(Slot.short, default: Int16(0)), try table.scalar(Slot.ushort, default: UInt16(0)),
            try table.scalar(Slot.int, default: Int32(42)), try table.scalar(Slot.uint, default: UInt32(0)),
            try table.scalar(Slot.long, default: Int64(0)), try table.scalar(Slot.ulong, default: UInt64(0)),
        ]
        #expect(
            integers.map { "\($0)" } == [
                "-128", "255", "-32768", "65535", "42", "4294967295", "-9223372036854775808", "18446744073709551615",
            ])
        let float = try table.scalar(Slot.float, default: Float(1.5))
        #expect(float == 1.5)
        let double = try table.scalar(Slot.double, default: 0.0)
        #expect(double == -0.25)
        let color = try table.enumeration(Slot.color, default: Color.blue)
        #expect(color == .red)
    }

    @Test func structures() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        guard let segment = try table.structure(Slot.segment, size: 56) else {
            Issue.record("the segment is missing")
            return
        }
        let numbers = [
            Double(try segment.scalar(at: 0, as: Float.self)), try segment.scalar(at: 8),
            Double(try segment.scalar(at: 16, as: UInt8.self)), Double(try segment.scalar(at: 24, as: Float.self)),
            try segment.scalar(at: 32), Double(try segment.scalar(at: 48, as: Int16.self)),
        ]
        #expect(numbers == [1, 2, 3, -1, -2, -5])
        guard let points = try table.structures(Slot.points, size: 24) else {
            Issue.record("the points are missing")
            return
        }
        #expect(points.count == 2)
        let second = try points.element(at: 1)
        let (x, y, tag) = (
            try second.scalar(at: 0, as: Float.self), try second.scalar(at: 8, as: Double.self),
            try second.scalar(at: 16, as: UInt8.self)
        )
        #expect((x, y, tag) == (2.5, 3.5, 8))
        #expect(throws: WireError.malformed(.outOfBounds, offset: 24)) {
            _ = try second.scalar(at: 24, as: UInt8.self)
        }
        #expect(throws: WireError.self) { _ = try second.scalar(at: -1, as: UInt8.self) }
        #expect(throws: WireError.self) { _ = try second.scalar(at: .max, as: UInt64.self) }
    }

    @Test func tables() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        let child = try table.table(Slot.child)?.scalar(Slot.int, default: Int32(42))
        #expect(child == 7)
        let branchType = try table.unionType(Slot.branchType)
        #expect(branchType == 2)
        let length = try table.unionValue(Slot.branch).scalar(0, default: UInt64(0))
        #expect(length == 12)
        guard let leaves = try table.tables(Slot.leaves, of: LeafView.self) else {
            Issue.record("the leaves are missing")
            return
        }
        let weights = try (0..<leaves.count).map { try leaves.element(at: $0).table.scalar(1, default: Int32(3)) }
        #expect(weights == [3, 4])
    }

    @Test func vectors() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        let bools = try elements(of: table, Slot.bools, as: Bool.self)
        #expect(bools == [true, false, true])
        let shorts = try elements(of: table, Slot.shorts, as: Int16.self)
        #expect(shorts == [1, -2, 3])
        let longs = try elements(of: table, Slot.longs, as: Int64.self)
        #expect(longs == [4, -5])
        let doubles = try elements(of: table, Slot.doubles, as: Double.self)
        #expect(doubles == [0.5, -1.5])
        guard let colors = try table.enumerations(Slot.colors, of: Color.self),
            let names = try table.strings(Slot.names)
        else {
            Issue.record("a vector is missing")
            return
        }
        let readColors = try (0..<colors.count).map { try colors.element(at: $0) }
        #expect(readColors == [.green, .red])
        let readNames = try (0..<names.count).map { try names.element(at: $0).decoded() }
        #expect(readNames == ["one", "", "three"])
    }

    @Test func vectorsOfUnions() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        let types = try elements(of: table, Slot.branchTypes, as: UInt8.self)
        #expect(types == [1, 2])
        guard let branches = try table.tables(Slot.branches, of: TableView.self) else {
            Issue.record("the branches are missing")
            return
        }
        let name = try branches.element(at: 0).string(0)?.decoded()
        #expect(name == "in a vector")
        let length = try branches.element(at: 1).scalar(0, default: UInt64(0))
        #expect(length == 99)
    }

    @Test func nestedMessage() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        guard let nested = try table.bytes(Slot.nested) else {
            Issue.record("the nested message is missing")
            return
        }
        let name = try TableView(rootOf: nested).string(Slot.name)?.decoded()
        #expect(name == "inside")
    }

    @Test func absentFields() throws {
        let bytes = try Self.bytes.get()
        let table = try EverythingView(message: bytes.span.bytes).table
        let isAbsent = try table.string(Slot.absent) == nil
        #expect(isAbsent)
        let beyond = try table.optionalScalar(1000, as: Int32.self)
        #expect(beyond == nil)
    }

    private func elements<Scalar: FlatBufferScalar>(
        of table: TableView, _ slot: Int, as type: Scalar.Type
    ) throws -> [Scalar]? {
        guard let vector = try table.scalars(slot, of: type) else { return nil }
        return try (0..<vector.count).map { try vector.element(at: $0) }
    }
}
