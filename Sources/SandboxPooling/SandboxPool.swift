internal import Dispatch
public import HostRuntime
internal import Logging
internal import Synchronization

/// Sandboxes that all begin as one snapshot, ready to be lent to one caller at a time.
///
/// Making a sandbox takes some hundred times as long as restoring one, so a program that serves requests keeps a pool:
///
/// <!-- sample: Tests/SandboxPoolingTests/PoolSamples.swift#borrow -->
/// ```swift
/// let pool = try SandboxPool(
///     snapshot: snapshot, hostFunctions: hostFunctions, configuration: .init(maximumSize: 8))
/// let count = try await pool.withSandbox { sandbox in
///     try await sandbox.call("increment") as Int32
/// }
/// ```
///
/// Every borrower finds the state that the snapshot has, whatever the ones before did: a returned sandbox is restored
/// before anybody else can have it, and one that cannot be restored is closed and replaced. There are never more sandboxes
/// than ``Configuration/maximumSize``; when all are lent, callers wait in line, first come, first served.
///
/// Call ``shutdown()`` before the last reference to a pool goes, so that sandboxes are closed in the background. The module
/// `SandboxPoolingLifecycle` makes a pool a service of a `ServiceGroup`, which does that.
public final class SandboxPool: Sendable {
    let configuration: Configuration
    let source: any SandboxSource
    /// The pool's own cache, if it has no other.
    let ownShells: ShellCache?
    let metrics: PoolMetrics
    let state: Mutex<PoolState>
    /// Where sandboxes are made and closed, one after the other: both take long enough to hold up a caller or a thread of
    /// Swift concurrency.
    let maintenance: DispatchQueue
    /// The same on behalf of callers, who do not wait for each other.
    let making: DispatchQueue
    /// Apart from the other queue, so that a slow hypervisor does not hold up callers whose time is over.
    let timers: DispatchQueue

    /// Makes a pool, and begins to make the sandboxes that it keeps ready. Does not wait for them.
    ///
    /// - Parameters:
    ///   - snapshot: What every borrower finds.
    ///   - hostFunctions: What the guest may call. Sandboxes of the pool run them at the same time, on several threads.
    ///   - configuration: Sizes, limits and logging.
    /// - Throws: ``SandboxPoolError`` with code `invalidConfiguration`. That host functions do not fit the guest, or that
    ///   there is no hypervisor, is what the first caller is told.
    public convenience init(
        snapshot: Snapshot, hostFunctions: HostFunctions = HostFunctions(), configuration: Configuration
    ) throws(SandboxPoolError) {
        let ownShells = configuration.shells == nil ? ShellCache(capacity: configuration.maximumSize) : nil
        let source = SnapshotSource(
            snapshot: snapshot, hostFunctions: hostFunctions, tracksDirtyPages: configuration.tracksDirtyPages,
            shells: configuration.shells ?? ownShells, logger: configuration.guestLogger,
            tracing: configuration.tracing, observer: configuration.observer,
            measuresUsage: configuration.measuresUsage, executor: configuration.executor)
        try self.init(source: source, ownShells: ownShells, configuration: configuration)
    }

    init(
        source: any SandboxSource, ownShells: ShellCache? = nil, configuration: Configuration
    ) throws(SandboxPoolError) {
        try configuration.validate()
        self.ownShells = ownShells
        self.configuration = configuration
        self.source = source
        metrics = PoolMetrics(pool: configuration.name)
        state = Mutex(PoolState(configuration))
        maintenance = DispatchQueue(label: "swiftlet.pool.maintenance")
        making = DispatchQueue(label: "swiftlet.pool.making", attributes: .concurrent)
        timers = DispatchQueue(label: "swiftlet.pool.timers")
        change { _ in }
    }

    /// What the pool has and has done. A moment later it may be otherwise.
    public var statistics: Statistics { state.withLock { $0.statistics } }

    /// Lends a sandbox to `body`, which finds it in the snapshot's state and has it for itself until it returns.
    ///
    /// The body runs in the caller's isolation, and calls guests by asynchronous calls, which run on the threads of
    /// ``Configuration/executor``. When the body returns or throws, also because its task was cancelled, the sandbox is restored on the spot and
    /// lent to the caller that has waited longest, if any waits. The body may do anything to the sandbox: faults, snapshots
    /// and restores of its own, and even closing it, which costs a replacement.
    ///
    /// The sandbox and its functions must not outlive the body. If a reference does, the pool notices, closes that sandbox
    /// and makes another in its place, so nobody's data is seen; the reference is of no use after that. Look functions up
    /// in each body. A `weak` or `unowned` reference is not noticed: do not make one.
    ///
    /// A body that borrows from the same pool can wait for itself for ever once ``Configuration/maximumSize`` bodies do so.
    ///
    /// - Returns: What the body returns.
    /// - Throws: What the body throws. ``SandboxPoolError`` when there was no sandbox to lend, and `CancellationError`
    ///   when the task was cancelled while it waited for one; the body has not run then.
    public nonisolated(nonsending) func withSandbox<Result>(
        _ body: nonisolated(nonsending) (Sandbox) async throws -> sending Result
    ) async throws -> sending Result {
        let lent = try await borrow()
        do {
            let result = try await body(lent.sandbox)
            await giveBack(lent)
            return result
        } catch {
            await giveBack(lent)
            throw error
        }
    }

    /// Changes the state, and does what follows from that once the lock is free.
    func change<Outcome: Sendable>(_ body: (inout PoolState) -> Outcome) -> Outcome {
        let (outcome, before, after, consequences) = state.withLock { state in
            let before = state.statistics
            let outcome = body(&state)
            let consequences = state.settle()
            return (outcome, before, state.statistics, consequences)
        }
        metrics.record(from: before, to: after)
        carryOut(consequences)
        return outcome
    }

    private func carryOut(_ consequences: PoolState.Consequences) {
        for _ in 0..<consequences.refills {
            maintenance.async { self.refill() }
        }
        if let deadline = consequences.nextExpiry {
            timers.asyncAfter(deadline: deadline) { [weak self] in self?.expireWaiters() }
        }
        if let failure = consequences.refillFailure {
            for waiter in consequences.abandoned { waiter.resume(throwing: SandboxPoolError.creationFailed(failure)) }
        }
        for drained in consequences.drained { drained.resume() }
    }
}
