/// Writes a union as two types: its discriminators, and a view of the table that it holds.
enum UnionEmitter {
    static func kindName(_ union: String) -> String { "\(union)Kind" }
    static func viewName(_ union: String) -> String { "\(union)View" }

    static func emit(_ union: Schema.Union, into source: inout SourceText) {
        emitKind(union, into: &source)
        source.line()
        source.documentation(union.documentation, fallback: "The union `\(union.name)`.")
        source.block("public enum \(viewName(union.name)): ~Escapable") { source in
            for member in union.members {
                source.line("/// A `\(member.table)`.")
                source.line("case \(SwiftName.member(member.table))(\(TableViewEmitter.viewName(member.table)))")
            }
            source.line()
            emitReader(union, into: &source)
            source.line()
            emitKindProperty(union, into: &source)
            source.line()
            emitVerifier(union, into: &source)
        }
    }

    private static func emitKind(_ union: Schema.Union, into source: inout SourceText) {
        source.line("/// The discriminators of `\(viewName(union.name))`.")
        source.block("public enum \(kindName(union.name)): UInt8, CaseIterable, Sendable") { source in
            for member in union.members {
                source.line("/// A `\(member.table)`.")
                source.line("case \(SwiftName.member(member.table)) = \(member.discriminator)")
            }
        }
    }

    private static func emitReader(_ union: Schema.Union, into source: inout SourceText) {
        source.line("/// Reads the union whose value is in `slot` of `table`, or nil if it is absent.")
        source.line("@inlinable")
        source.line("@_lifetime(copy table)")
        let header = "static func read(_ slot: Int, of table: TableView) throws(WireError) -> \(viewName(union.name))?"
        source.block(header) { source in
            source.switchBlock("try table.unionType(slot - 1)") { source in
                source.line("case 0: return nil")
                for member in union.members {
                    let view = TableViewEmitter.viewName(member.table)
                    source.line("case \(member.discriminator):")
                    source.line(
                        "    return .\(SwiftName.member(member.table))(\(view)(try table.unionValue(slot)))")
                }
                source.line("default: throw .malformed(.unknownUnionType, offset: table.position)")
            }
        }
    }

    private static func emitKindProperty(_ union: Schema.Union, into source: inout SourceText) {
        source.line("/// Which table the union holds.")
        source.line("@inlinable")
        source.block("public var kind: \(kindName(union.name))") { source in
            source.switchBlock("self") { source in
                for member in union.members {
                    source.line("case .\(SwiftName.member(member.table)): .\(SwiftName.member(member.table))")
                }
            }
        }
    }

    private static func emitVerifier(_ union: Schema.Union, into source: inout SourceText) {
        source.line("/// Checks the union whose value is in `slot` of `table`.")
        source.function(
            "static func verify",
            parameters: [
                "_ slot: Int", "of table: TableView", "with verifier: inout Verifier", "required: Bool",
            ], result: "throws(WireError)"
        ) { source in
            source.switchBlock("try table.unionType(slot - 1)") { source in
                source.line("case 0:")
                source.line("    if required { throw table.missingField }")
                for member in union.members {
                    let view = TableViewEmitter.viewName(member.table)
                    source.line("case \(member.discriminator):")
                    source.line("    try verifier.unionValue(slot, of: table, as: \(view).self)")
                }
                source.line("default:")
                source.line("    throw .malformed(.unknownUnionType, offset: table.position)")
            }
        }
    }
}
