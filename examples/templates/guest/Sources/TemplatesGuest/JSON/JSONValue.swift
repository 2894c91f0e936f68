/// What a template is filled with.
enum JSONValue: Equatable {
    case null
    case bool(Bool)
    /// As it was written: a page shows numbers and never calculates.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}
