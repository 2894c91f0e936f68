/// Is told what sandboxes do, and how long it took: for metrics.
///
/// ``Sandbox/Configuration/observer`` sets one. Any number of sandboxes can have the same one.
///
/// What an observer implements is run by the thread or task that uses the sandbox, before the call, the restore or whatever it was
/// returns; of an asynchronous host function by the function's own task. So it should take little time, which is not part of the durations that it is told, and it cannot use the
/// sandbox, which is `busy`. What an observer does not implement does nothing.
public protocol SandboxObserver: Sendable {
    /// A sandbox is ready. Of one that could not be made, and of its start code, nothing is told but the host functions that
    /// it called.
    func sandboxMade(_ creation: SandboxObservation.Creation)

    /// A sandbox was closed, or went with its last reference. That comes once for each ``sandboxMade(_:)``.
    func sandboxClosed()

    /// A call is over, successful or not.
    ///
    /// Calls that do not get as far as the sandbox are not told: those with code `functionNotFound`, `signatureMismatch`,
    /// `busy` or `closed`, or with a snapshot that does not fit.
    func callEnded(_ call: SandboxObservation.Call)

    /// A host function that the guest called is over, whether it returned or threw.
    func hostFunctionEnded(_ function: SandboxObservation.HostFunction)

    /// A restore is over, also one that follows a call, and also one in which the hypervisor failed. The one that a sandbox
    /// begins with is part of its creation.
    func restoreEnded(_ restore: SandboxObservation.Restore)

    /// A snapshot was taken, or the hypervisor failed to.
    func snapshotEnded(_ snapshot: SandboxObservation.Snapshot)
}

extension SandboxObserver {
    /// Does nothing.
    public func sandboxMade(_ creation: SandboxObservation.Creation) {}

    /// Does nothing.
    public func sandboxClosed() {}

    /// Does nothing.
    public func callEnded(_ call: SandboxObservation.Call) {}

    /// Does nothing.
    public func hostFunctionEnded(_ function: SandboxObservation.HostFunction) {}

    /// Does nothing.
    public func restoreEnded(_ restore: SandboxObservation.Restore) {}

    /// Does nothing.
    public func snapshotEnded(_ snapshot: SandboxObservation.Snapshot) {}
}
