/// Writes the Swift counterpart of one schema file.
enum SwiftEmitter {
    static func source(for schema: Schema, file: String) -> String {
        var source = SourceText()
        source.line("// Generated from schemas/\(file) by scripts/generate-wire.sh; edit the schema instead.")
        for enumeration in schema.enumerations {
            source.line()
            EnumEmitter.emit(enumeration, into: &source)
        }
        for union in schema.unions {
            source.line()
            UnionEmitter.emit(union, into: &source)
        }
        for table in schema.tables {
            source.line()
            TableViewEmitter.emit(table, into: &source)
        }
        if !schema.tables.isEmpty {
            source.line()
            source.block("extension FlatBufferBuilder") { source in
                for (index, table) in schema.tables.enumerated() {
                    if index > 0 { source.line() }
                    TableWriterEmitter.emit(table, into: &source)
                }
            }
        }
        return source.text
    }
}
