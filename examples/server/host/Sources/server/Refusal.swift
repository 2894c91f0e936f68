import HTTPTypes

/// What is wrong with a request before a guest has seen it.
enum Refusal: Error {
    case unknownFunction
    case malformedTimeout
    case malformedBody
    case bodyTooLarge
    case bodyIsNoText

    var status: HTTPResponse.Status {
        switch self {
        case .unknownFunction: .notFound
        case .malformedTimeout, .malformedBody, .bodyIsNoText: .badRequest
        case .bodyTooLarge: .contentTooLarge
        }
    }

    var text: String {
        switch self {
        case .unknownFunction: "there is no such function"
        case .malformedTimeout: "Timeout-Milliseconds must be a whole number above 0"
        case .malformedBody: "the body cannot be read"
        case .bodyTooLarge: "the body has more than \(FunctionRoute.largestBody) bytes"
        case .bodyIsNoText: "the body is not in UTF-8"
        }
    }
}
