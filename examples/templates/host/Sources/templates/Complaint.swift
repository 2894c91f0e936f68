import HostRuntime

// sample: complaint
/// What to tell the customer, if the page could not be made for a reason of the customer's.
func complaint(about error: SandboxError) throws(SandboxError) -> String {
    switch error.code {
    case .guestError:
        "refused: \(error.guestError?.message ?? error.message)"
    case .hostFunctionFailed:
        "refused: \(error.cause as? UnknownPartial, default: "a partial could not be loaded")"
    case .argumentsTooLarge, .resultTooLarge, .stackOverflow, .outOfMemory:
        "stopped: \(error.code.rawValue)"
    default:
        throw error
    }
}
// end sample
