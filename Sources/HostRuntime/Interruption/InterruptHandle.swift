/// Ends calls of one sandbox, from any thread.
///
/// It does not keep the sandbox alive, and does nothing when that is closed.
public struct InterruptHandle: Sendable {
    let control: CallControl

    /// Ends the call that the sandbox is running now: it throws ``SandboxError`` with code `cancelled`, and the sandbox is
    /// poisoned until it is restored.
    ///
    /// A guest that runs is stopped at once. A host function that runs goes on: the call ends when it returns; an asynchronous one is
    /// cancelled, and its cancellation handlers run here. A task that waits for its guest's first turn waits no longer, and its
    /// sandbox is as it was. A call that begins later is not affected. Returns without waiting for the end; from a signal handler it
    /// must not be used.
    ///
    /// - Returns: Whether a call was running. Then it fails, even if its guest had just returned: with `cancelled`, or for the
    ///   reason that came first, its deadline or its share of the processor.
    @discardableResult
    public func interrupt() -> Bool { control.stop(.cancelled) }
}

extension Sandbox {
    /// Ends this sandbox's calls, from any thread.
    public var interruptHandle: InterruptHandle { InterruptHandle(control: control) }
}
