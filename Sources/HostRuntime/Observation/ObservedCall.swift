/// A call of which an observer will be told.
struct ObservedCall {
    private let observer: any SandboxObserver
    private let functionName: String
    private let before: Sandbox.Statistics
    private let watch: Stopwatch

    /// Nil where nobody wants to know, or where there is nothing to tell of: a closed sandbox does nothing.
    init?(of function: GuestFunctionEntry, on sandbox: Sandbox) {
        guard let observer = sandbox.observer, sandbox.resources != nil else { return nil }
        self.observer = observer
        functionName = function.entry.signature.name
        before = sandbox.counts
        watch = Stopwatch()
    }

    /// - Parameter error: Why the call did not return a value; nil if it did.
    func ended(_ error: SandboxError.Code?, on sandbox: Sandbox) {
        let after = sandbox.counts
        let exits = after.entries - before.entries
        observer.callEnded(
            SandboxObservation.Call(
                functionName: functionName, duration: watch.elapsed, exits: exits,
                hostCalls: after.hostCalls - before.hostCalls, bytesIn: after.bytesIn &- before.bytesIn,
                bytesOut: after.bytesOut &- before.bytesOut, usage: exits > 0 ? sandbox.lastCallUsage : nil,
                error: error))
    }
}
