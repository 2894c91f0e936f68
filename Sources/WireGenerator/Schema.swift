import Wire

/// What one schema file declares, in the terms of the Swift code to be generated.
struct Schema {
    var enumerations: [Enumeration] = []
    var unions: [Union] = []
    var tables: [Table] = []

    /// An enumeration with its cases in ascending order.
    struct Enumeration {
        let name: String
        let scalar: ScalarType
        let cases: [(name: String, value: Int64, documentation: [String])]
        let documentation: [String]
    }

    /// A union of tables.
    struct Union {
        let name: String
        let members: [(table: String, discriminator: UInt8)]
        let documentation: [String]
    }

    /// A table with its fields in the order of their slots.
    struct Table {
        let name: String
        let fields: [Field]
        let documentation: [String]
        /// The file identifier, if the table is the root of the messages that the file declares.
        let fileIdentifier: String?
    }

    /// A field of a table.
    struct Field {
        let name: String
        let slot: Int
        let kind: Kind
        let isRequired: Bool
        let documentation: [String]

        /// What a field holds.
        enum Kind {
            /// A scalar with its default as Swift source; nil when the schema declares it optional.
            case scalar(ScalarType, defaultValue: String?)
            /// A case of the named enumeration, with the default's name; nil when the schema declares it optional.
            case enumeration(String, ScalarType, defaultCase: String?)
            case string
            case table(String)
            /// The value of the named union; its discriminator is in the slot before.
            case union(String)
            case bytes
            case scalarVector(ScalarType)
            case enumerationVector(String)
            case stringVector
            case tableVector(String)
        }
    }
}

/// The Swift types of scalars, with their alignment.
enum ScalarType: String {
    case bool = "Bool"
    case int8 = "Int8"
    case uint8 = "UInt8"
    case int16 = "Int16"
    case uint16 = "UInt16"
    case int32 = "Int32"
    case uint32 = "UInt32"
    case int64 = "Int64"
    case uint64 = "UInt64"
    case float = "Float"
    case double = "Double"

    init?(_ type: Reflection.BaseType) {
        switch type {
        case .bool: self = .bool
        case .byte: self = .int8
        case .unsignedByte: self = .uint8
        case .short: self = .int16
        case .unsignedShort: self = .uint16
        case .int: self = .int32
        case .unsignedInt: self = .uint32
        case .long: self = .int64
        case .unsignedLong: self = .uint64
        case .float: self = .float
        case .double: self = .double
        case .none, .unionType, .string, .vector, .object, .union, .array: return nil
        }
    }

    /// The size in bytes, which is the alignment too.
    var size: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float: 4
        case .int64, .uint64, .double: 8
        }
    }
}
