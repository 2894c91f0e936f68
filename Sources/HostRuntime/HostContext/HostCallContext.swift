/// On whose behalf a host function runs.
///
/// It can be handed to other threads and kept. What it says of the call is about that call, also when it is over.
public struct HostCallContext: Sendable {
    /// The sandbox whose guest calls. In a test of a guest that runs without a sandbox, an identity of its own.
    public let sandboxID: Sandbox.ID
    /// When the guest's call is to be over; nil if it has no deadline.
    public let deadline: Deadline?
    private let values: HostContextValues
    private let call: RunningCall?

    /// - Parameter sandbox: The guest's, in the midst of a call; nil for a guest that runs without.
    @usableFromInline
    init(of sandbox: Sandbox?) {
        sandboxID = sandbox?.id ?? Sandbox.ID()
        deadline = sandbox?.control.deadline
        values = sandbox?.callContext ?? sandbox?.hostContext ?? HostContextValues()
        call = sandbox?.control.runningCall
    }

    /// Whether the guest's call is to end, for whatever reason, or has ended: what the function returns will reach nobody.
    ///
    /// In an asynchronous function, its task is cancelled then too.
    public var isCancelled: Bool { call?.isStopped ?? false }

    /// Throws if the guest's call is to end.
    ///
    /// - Throws: `CancellationError`.
    public func checkCancellation() throws(CancellationError) {
        if isCancelled { throw CancellationError() }
    }

    /// What ``Sandbox/hostContext`` had under the key when the call of the guest began.
    public subscript<Key: HostContextKey>(_ key: Key.Type) -> Key.Value? { values[key] }
}
