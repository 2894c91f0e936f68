import HostRuntime

/// Why a command could not do what it was asked to, and what to do next.
struct CommandFailure: Error {
    let status: ExitStatus
    /// For programs: one word that stays the same when the message changes.
    let code: String
    let message: String
    /// What to do next.
    let advice: String?
    /// What the guest said, when it was the guest that failed.
    let guestError: GuestFailure?
    /// The way to the fault that ended the guest, or nothing.
    let backtrace: [FaultFrame]

    init(
        _ status: ExitStatus, _ code: String, _ message: String, advice: String? = nil, guestError: GuestFailure? = nil,
        backtrace: [FaultFrame] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.advice = advice
        self.guestError = guestError
        self.backtrace = backtrace
    }
}
