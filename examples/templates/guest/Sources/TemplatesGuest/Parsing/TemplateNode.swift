/// A part of a template.
enum TemplateNode {
    case text(String)
    case variable(NamePath)
    /// Once for each element of a list, or once for anything else that is not false.
    case section(NamePath, [TemplateNode])
    /// Once for what is false: `false`, `null`, an empty list, or a name that the data lack.
    case inverted(NamePath, [TemplateNode])
    case partial(String)
}

/// A name in a tag, such as `customer.address.city`. Without parts it is `.`, the current value.
struct NamePath {
    let parts: [String]

    /// Fails for a name with an empty part, such as `a..b`.
    init?(_ name: String) {
        guard name != "." else {
            parts = []
            return
        }
        parts = name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    }
}
