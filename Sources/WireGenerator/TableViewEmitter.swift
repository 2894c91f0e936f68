/// Writes the view that reads a table and verifies it.
enum TableViewEmitter {
    static func viewName(_ table: String) -> String { "\(table)View" }

    static func emit(_ table: Schema.Table, into source: inout SourceText) {
        let conformance = table.fileIdentifier == nil ? "FlatBufferTable" : "FlatBufferMessage"
        source.documentation(table.documentation, fallback: "The table `\(table.name)`.")
        source.block("public struct \(viewName(table.name)): \(conformance), ~Escapable") { source in
            if let identifier = table.fileIdentifier {
                source.line("/// What a message with this root is marked with.")
                source.line("@inlinable")
                source.line("public static var fileIdentifier: FileIdentifier { FileIdentifier(\"\(identifier)\") }")
                source.line()
            }
            source.line("/// The table behind the view.")
            source.line("public let table: TableView")
            source.line()
            source.line("/// Reads `table` as a `\(table.name)`.")
            source.line("@inlinable")
            source.line("@_lifetime(copy table)")
            source.line("public init(_ table: TableView) { self.table = table }")
            for field in table.fields {
                source.line()
                emitAccessor(field, into: &source)
            }
            source.line()
            emitVerifier(table, into: &source)
        }
    }

    private static func emitAccessor(_ field: Schema.Field, into source: inout SourceText) {
        let access = access(to: field)
        source.documentation(field.documentation, fallback: "The field `\(field.name)`.")
        source.line("@inlinable")
        let isOptional = access.isOptional && !field.isRequired
        source.block("public var \(field.name): \(access.type)\(isOptional ? "?" : "")") { source in
            if access.isBorrowed { source.line("@_lifetime(copy self)") }
            source.block("get throws(WireError)") { source in
                if access.isOptional && field.isRequired {
                    source.line("guard let value = try \(access.expression) else { throw table.missingField }")
                    source.line("return value")
                } else {
                    source.line("try \(access.expression)")
                }
            }
        }
    }

    /// How to read a field: the type without optionality, and the expression that reads it.
    private struct Access {
        let type: String
        let expression: String
        var isOptional = true
        var isBorrowed = true
    }

    private static func access(to field: Schema.Field) -> Access {
        let slot = field.slot
        switch field.kind {
        case .scalar(let scalar, nil):
            return Access(type: scalar.rawValue, expression: "table.optionalScalar(\(slot))", isBorrowed: false)
        case .scalar(let scalar, let value?):
            return Access(
                type: scalar.rawValue, expression: "table.scalar(\(slot), default: \(value))", isOptional: false,
                isBorrowed: false)
        case .enumeration(let name, _, nil):
            return Access(type: name, expression: "table.optionalEnumeration(\(slot))", isBorrowed: false)
        case .enumeration(let name, _, let value?):
            return Access(
                type: name, expression: "table.enumeration(\(slot), default: .\(value))", isOptional: false,
                isBorrowed: false)
        case .string:
            return Access(type: "StringView", expression: "table.string(\(slot))")
        case .table(let name):
            return Access(type: viewName(name), expression: "table.table(\(slot), as: \(viewName(name)).self)")
        case .union(let name):
            let view = UnionEmitter.viewName(name)
            return Access(type: view, expression: "\(view).read(\(slot), of: table)")
        case .bytes:
            return Access(type: "RawSpan", expression: "table.bytes(\(slot))")
        case .scalarVector(let scalar):
            return Access(type: "ScalarVectorView<\(scalar.rawValue)>", expression: "table.scalars(\(slot))")
        case .enumerationVector(let name):
            return Access(type: "EnumVectorView<\(name)>", expression: "table.enumerations(\(slot))")
        case .stringVector:
            return Access(type: "StringVectorView", expression: "table.strings(\(slot))")
        case .tableVector(let name):
            return Access(
                type: "TableVectorView<\(viewName(name))>",
                expression: "table.tables(\(slot), of: \(viewName(name)).self)")
        }
    }

    private static func emitVerifier(_ table: Schema.Table, into source: inout SourceText) {
        source.line("/// Checks every field of `table` and what they refer to.")
        source.block(
            "public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError)"
        ) { source in
            for field in table.fields {
                source.line("try " + verification(of: field))
            }
        }
    }

    private static func verification(of field: Schema.Field) -> String {
        let place = "\(field.slot), of: table"
        let required = "required: \(field.isRequired)"
        switch field.kind {
        case .scalar(let scalar, _):
            return "verifier.scalar(\(place), as: \(scalar.rawValue).self)"
        case .enumeration(let name, _, _):
            return "verifier.enumeration(\(place), as: \(name).self)"
        case .string:
            return "verifier.string(\(place), \(required))"
        case .table(let name):
            return "verifier.table(\(place), as: \(viewName(name)).self, \(required))"
        case .union(let name):
            return "\(UnionEmitter.viewName(name)).verify(\(place), with: &verifier, \(required))"
        case .bytes:
            return "verifier.vector(\(place), elementSize: 1, alignment: 1, \(required))"
        case .scalarVector(let scalar):
            return "verifier.vector(\(place), elementSize: \(scalar.size), alignment: \(scalar.size), \(required))"
        case .enumerationVector(let name):
            return "verifier.enumerations(\(place), as: \(name).self, \(required))"
        case .stringVector:
            return "verifier.strings(\(place), \(required))"
        case .tableVector(let name):
            return "verifier.tables(\(place), as: \(viewName(name)).self, \(required))"
        }
    }
}
