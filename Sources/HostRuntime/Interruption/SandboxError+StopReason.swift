extension SandboxError {
    /// The error of a call that was ended.
    ///
    /// - Parameter failure: How it would have ended, if not with a value.
    init(_ reason: StopReason, _ limits: Sandbox.Limits, insteadOf failure: SandboxError?) {
        // What the interruption itself makes of the call says nothing.
        let cause = failure?.code == .cancelled ? nil : failure
        switch reason {
        case .cancelled:
            self.init(.cancelled, "the call was cancelled", cause: cause)
        case .deadlineExceeded:
            self.init(
                .deadlineExceeded, "the call's deadline came before the guest returned: give it more time", cause: cause
            )
        case .processorTimeExceeded:
            self.init(exceeding: .processorTimePerCall, of: limits)
        }
    }

    /// The error of a call that was not even begun.
    static var deadlineHasPassed: SandboxError {
        SandboxError(.deadlineExceeded, "the call's deadline had passed before it began", hasEnding: false)
    }

    /// The error of a call that was ended before its guest ran.
    init(beforeGuestRan reason: StopReason) {
        switch reason {
        case .cancelled:
            self.init(.cancelled, "the call was cancelled before the guest ran", hasEnding: false)
        // No share of the processor is used up before the guest runs.
        case .deadlineExceeded, .processorTimeExceeded:
            self.init(
                .deadlineExceeded,
                """
                the call's deadline came while it waited for a thread: let fewer calls wait, or give the sandbox's executor \
                more threads
                """, hasEnding: false)
        }
    }
}
