import GuestSDK

enum LookupError: GuestFunctionError {
    case notFound(String)
    case denied

    var code: UInt64 {
        switch self {
        case .notFound: 404
        case .denied: 403
        }
    }

    var message: String {
        switch self {
        case .notFound(let name): "no entry for \(name)"
        case .denied: "access denied"
        }
    }
}

// sample: guest-function
@GuestFunction
func lookUp(_ name: String) throws(LookupError) -> String {
    switch name {
    case "": throw .denied
    case "known": return "found"
    default: throw .notFound(name)
    }
}
// end sample

@GuestFunction
func longMessage(_ length: UInt32) throws(GuestError) {
    throw GuestError(code: 1, String(repeating: "é", count: Int(length)))
}
