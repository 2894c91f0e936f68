import Wire

/// Views of a binary schema, the tables of FlatBuffers' own `reflection.fbs`, as far as the generator reads them.
///
/// The slots are those of the fields there; deprecated ones leave gaps.
enum Reflection {
    static let fileIdentifier = FileIdentifier("BFBS")

    /// `reflection.BaseType`.
    enum BaseType: UInt8 {
        case none, unionType, bool, byte, unsignedByte, short, unsignedShort, int, unsignedInt, long, unsignedLong
        case float, double, string, vector, object, union, array
    }

    /// `reflection.Type`, copied out.
    struct FieldType {
        let base: BaseType
        let element: BaseType
        /// The index of the table, struct, enumeration or union among the schema's objects or enums, or -1.
        let index: Int

        init(_ table: TableView) throws {
            base = try table.enumeration(0, default: .none)
            element = try table.enumeration(1, default: .none)
            index = Int(try table.scalar(2, default: Int32(-1)))
        }
    }

    /// `reflection.Field`, copied out.
    struct Field {
        let name: String
        let type: FieldType
        let slot: Int
        let defaultInteger: Int64
        let defaultReal: Double
        let isDeprecated: Bool
        let isRequired: Bool
        let isOptional: Bool
        let attributes: [String]
        let documentation: [String]

        init(_ table: TableView) throws {
            name = try table.requiredText(0)
            type = try FieldType(table.requiredTable(1))
            slot = Int(try table.scalar(2, default: UInt16(0)))
            defaultInteger = try table.scalar(4, default: 0)
            defaultReal = try table.scalar(5, default: 0)
            isDeprecated = try table.scalar(6, default: false)
            isRequired = try table.scalar(7, default: false)
            attributes = try table.mapTables(9) { try $0.requiredText(0) }
            documentation = try table.texts(10)
            isOptional = try table.scalar(11, default: false)
        }
    }

    /// `reflection.Object`, copied out.
    struct Object {
        let name: String
        let fields: [Field]
        let isStruct: Bool
        let documentation: [String]
        let declarationFile: String

        init(_ table: TableView) throws {
            name = try table.requiredText(0)
            fields = try table.mapTables(1) { try Field($0) }.sorted { $0.slot < $1.slot }
            isStruct = try table.scalar(2, default: false)
            documentation = try table.texts(6)
            declarationFile = try table.requiredText(7)
        }
    }

    /// `reflection.EnumVal`, copied out.
    struct EnumValue {
        let name: String
        let value: Int64
        let unionType: FieldType?
        let documentation: [String]

        init(_ table: TableView) throws {
            name = try table.requiredText(0)
            value = try table.scalar(1, default: 0)
            if let type = try table.table(3) {
                unionType = try FieldType(type)
            } else {
                unionType = nil
            }
            documentation = try table.texts(4)
        }
    }

    /// `reflection.Enum`, copied out.
    struct Enumeration {
        let name: String
        let values: [EnumValue]
        let isUnion: Bool
        let underlyingType: FieldType
        let attributes: [String]
        let documentation: [String]
        let declarationFile: String

        init(_ table: TableView) throws {
            name = try table.requiredText(0)
            values = try table.mapTables(1) { try EnumValue($0) }
            isUnion = try table.scalar(2, default: false)
            underlyingType = try FieldType(table.requiredTable(3))
            attributes = try table.mapTables(4) { try $0.requiredText(0) }
            documentation = try table.texts(5)
            declarationFile = try table.requiredText(6)
        }
    }

    /// `reflection.Schema`, copied out.
    struct Schema {
        let objects: [Object]
        let enumerations: [Enumeration]
        let fileIdentifier: String?
        let rootName: String?

        init(binarySchema: RawSpan) throws {
            let table = try TableView(rootOf: binarySchema, identifier: Reflection.fileIdentifier)
            objects = try table.mapTables(0) { try Object($0) }
            enumerations = try table.mapTables(1) { try Enumeration($0) }
            fileIdentifier = try table.string(2)?.decoded()
            if let root = try table.table(4) {
                rootName = try root.requiredText(0)
            } else {
                rootName = nil
            }
        }
    }
}

extension TableView {
    fileprivate func requiredText(_ slot: Int) throws -> String {
        guard let text = try string(slot) else { throw missingField }
        return try text.decoded()
    }

    @_lifetime(copy self)
    fileprivate func requiredTable(_ slot: Int) throws -> TableView {
        guard let child = try table(slot) else { throw missingField }
        return child
    }

    fileprivate func texts(_ slot: Int) throws -> [String] {
        guard let strings = try strings(slot) else { return [] }
        return try (0..<strings.count).map { try strings.element(at: $0).decoded() }
    }

    fileprivate func mapTables<Result>(_ slot: Int, _ transform: (TableView) throws -> Result) throws -> [Result] {
        guard let tables = try tables(slot, of: TableView.self) else { return [] }
        return try (0..<tables.count).map { try transform(tables.element(at: $0)) }
    }
}
