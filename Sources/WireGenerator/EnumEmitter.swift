/// Writes an enumeration and the names of its cases.
enum EnumEmitter {
    static func emit(_ enumeration: Schema.Enumeration, into source: inout SourceText) {
        source.documentation(enumeration.documentation, fallback: "The enumeration `\(enumeration.name)`.")
        source.block("public enum \(enumeration.name): \(enumeration.scalar.rawValue), CaseIterable, Sendable") {
            source in
            for item in enumeration.cases {
                source.documentation(item.documentation, fallback: "The code \(item.value).")
                source.line("case \(item.name) = \(rawValue(item.value, as: enumeration.scalar))")
            }
        }
        source.line()
        source.block("extension \(enumeration.name): CustomStringConvertible") { source in
            source.line("/// The name of the case.")
            source.block("public var description: String") { source in
                source.switchBlock("self") { source in
                    for item in enumeration.cases {
                        source.line("case .\(item.name): \"\(item.name.filter { $0 != "`" })\"")
                    }
                }
            }
        }
    }

    private static func rawValue(_ value: Int64, as scalar: ScalarType) -> String {
        guard scalar == .uint64, value < 0 else { return "\(value)" }
        return "0x" + String(UInt64(bitPattern: value), radix: 16, uppercase: true)
    }
}
