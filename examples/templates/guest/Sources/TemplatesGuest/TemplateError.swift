import GuestSDK

/// Why a page cannot be made.
enum TemplateError: GuestFunctionError {
    /// `source` says which of the customer's texts it is.
    case template(source: String, line: Int, reason: String)
    case data(line: Int, reason: String)
    /// The host has no such partial, or could not give it.
    case partial(name: String, HostFunctionError)
    case tooMuchWork

    var code: UInt64 {
        switch self {
        case .template: 1
        case .data: 2
        case .partial: 3
        case .tooMuchWork: 4
        }
    }

    var message: String {
        switch self {
        case .template(let source, let line, let reason):
            "\(source), line \(line): \(reason)"
        case .data(let line, let reason):
            "the data, line \(line): \(reason)"
        case .partial(let name, let error):
            "the partial \(name): \(error.message)"
        case .tooMuchWork:
            "the page takes more than \(Renderer.stepLimit) steps"
        }
    }

    // sample: passing-on
    /// So the host's caller gets the very error that its host function threw.
    var hostErrorToken: UInt32 {
        switch self {
        case .partial(_, let error): error.hostErrorToken
        case .template, .data, .tooMuchWork: 0
        }
    }
    // end sample
}
