/// What is wrong with a guest image.
struct ImageError: Error, Equatable, CustomStringConvertible {
    enum Kind: Equatable {
        case notELF
        case truncated
        case unsupported
        case badAddress
        case overlap
        case writableCode
        case badEntry
        case notAGuest
        case abiMismatch
        case badFunctionTable
    }

    let kind: Kind
    let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
