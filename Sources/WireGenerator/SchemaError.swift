/// Why a schema cannot be turned into Swift.
enum SchemaError: Error, Equatable, CustomStringConvertible {
    /// The schema uses a feature of FlatBuffers that `Wire` has no code for.
    case unsupported(feature: String, declaration: String)
    /// Two declarations, or a declaration and a member of every view, would have the same name in Swift.
    case nameClash(name: String, declaration: String)
    /// The binary schema refers to something that is not in it.
    case danglingReference(declaration: String)

    var description: String {
        switch self {
        case .unsupported(let feature, let declaration):
            "\(declaration): \(feature) not supported by the generator"
        case .nameClash(let name, let declaration):
            "\(declaration): the Swift name '\(name)' is already taken"
        case .danglingReference(let declaration):
            "\(declaration): the binary schema refers to a type that it does not hold"
        }
    }
}
