/// Writes the builder's method that appends a table.
enum TableWriterEmitter {
    static func emit(_ table: Schema.Table, into source: inout SourceText) {
        source.line("/// Writes a `\(table.name)`.")
        source.line("@inlinable")
        source.function(
            "public mutating func append\(table.name)", parameters: table.fields.flatMap(parameters(for:)),
            result: "throws(WireError) -> FlatBufferOffset"
        ) { source in
            source.line("startTable()")
            // The widest fields first: what is written first lies last, and needs the least padding there.
            let additions = table.fields.flatMap(additions(for:)).sorted { ($1.size, $0.slot) < ($0.size, $1.slot) }
            for addition in additions {
                source.line("try add(\(addition.slot), \(addition.value))")
            }
            source.line("return try endTable()")
        }
    }

    private static func parameters(for field: Schema.Field) -> [String] {
        switch field.kind {
        case .scalar(let scalar, nil):
            return ["\(field.name): \(scalar.rawValue)? = nil"]
        case .scalar(let scalar, let value?):
            return ["\(field.name): \(scalar.rawValue) = \(value)"]
        case .enumeration(let name, _, nil):
            return ["\(field.name): \(name)? = nil"]
        case .enumeration(let name, _, let value?):
            return ["\(field.name): \(name) = .\(value)"]
        case .union(let name):
            let kind = UnionEmitter.kindName(name)
            return field.isRequired
                ? ["\(kindArgument(field)): \(kind)", "\(field.name): FlatBufferOffset"]
                : ["\(kindArgument(field)): \(kind)? = nil", "\(field.name): FlatBufferOffset? = nil"]
        case .string, .table, .bytes, .scalarVector, .enumerationVector, .stringVector, .tableVector:
            return ["\(field.name): FlatBufferOffset" + (field.isRequired ? "" : "? = nil")]
        }
    }

    /// One call of `add`: the slot, the value with its default, and the size for ordering.
    private struct Addition {
        let slot: Int
        let value: String
        let size: Int
    }

    private static func additions(for field: Schema.Field) -> [Addition] {
        switch field.kind {
        case .scalar(let scalar, nil):
            return [Addition(slot: field.slot, value: field.name, size: scalar.size)]
        case .scalar(let scalar, let value?):
            return [Addition(slot: field.slot, value: "\(field.name), default: \(value)", size: scalar.size)]
        case .enumeration(_, let scalar, nil):
            return [Addition(slot: field.slot, value: "\(field.name)?.rawValue", size: scalar.size)]
        case .enumeration(let name, let scalar, let value?):
            let value = "\(field.name).rawValue, default: \(name).\(value).rawValue"
            return [Addition(slot: field.slot, value: value, size: scalar.size)]
        case .union:
            let kind = kindArgument(field) + (field.isRequired ? "" : "?") + ".rawValue"
            return [
                Addition(slot: field.slot, value: field.name, size: 4),
                Addition(slot: field.slot - 1, value: kind, size: 1),
            ]
        case .string, .table, .bytes, .scalarVector, .enumerationVector, .stringVector, .tableVector:
            return [Addition(slot: field.slot, value: field.name, size: 4)]
        }
    }

    private static func kindArgument(_ field: Schema.Field) -> String {
        field.name.filter { $0 != "`" } + "Kind"
    }
}
