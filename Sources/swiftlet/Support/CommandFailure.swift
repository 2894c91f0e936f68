/// Why a command could not do what it was asked to, and what to do next.
struct CommandFailure: Error {
    let status: ExitStatus
    /// For programs: one word that stays the same when the message changes.
    let code: String
    let message: String
    /// What to do next.
    let advice: String?

    init(_ status: ExitStatus, _ code: String, _ message: String, advice: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.advice = advice
    }
}
