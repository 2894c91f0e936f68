/// Which side of the sandbox boundary implements a function.
enum FunctionRole: String {
    /// The guest implements the function and the host calls it.
    case guestFunction = "GuestFunction"
    /// The host implements the function and the guest calls it.
    case hostFunction = "HostFunction"

    /// The attribute as the author writes it.
    var attributeName: String { "@" + rawValue }

    /// The ELF section that collects the function's record.
    var section: String {
        switch self {
        case .guestFunction: "swiftlet_functions"
        case .hostFunction: "swiftlet_imports"
        }
    }

    /// The `GuestSDK` type of the function's record.
    var recordTypeName: String { rawValue + "Record" }

    /// The prefix of the record's name; each macro declares it to the compiler as `prefixed(…)`.
    var recordNamePrefix: String {
        switch self {
        case .guestFunction: "__swiftlet_function_"
        case .hostFunction: "__swiftlet_import_"
        }
    }
}
