internal import HostRuntime
internal import Logging

/// A sandbox of a pool. It is unchecked what the pool's state provides for: one borrower, or one thread of the pool, has it
/// at a time, and the lock orders what one does before what the next one does.
final class PooledSandbox: @unchecked Sendable {
    /// The only reference, except while a borrower has the sandbox.
    private(set) var sandbox: Sandbox
    private let logLevel: Logger.Level
    private let limits: Sandbox.Limits
    private let tracing: Sandbox.Tracing?
    private let executor: GuestExecutor
    private let measuresUsage: Bool

    /// Why a sandbox is not lent again.
    enum Defect {
        case escaped
        case closed
        case unrestorable(SandboxError)
    }

    init(_ sandbox: sending Sandbox) {
        logLevel = sandbox.logLevel
        limits = sandbox.limits
        tracing = sandbox.tracing
        executor = sandbox.executor
        measuresUsage = sandbox.measuresUsage
        self.sandbox = sandbox
    }

    /// Takes back what a borrower did.
    func renew(from source: any SandboxSource) -> Defect? {
        // Somebody who still has a reference would see, or change, what belongs to the next borrower.
        guard isKnownUniquelyReferenced(&sandbox) else { return .escaped }
        do throws(SandboxError) {
            try source.restore(sandbox)
        } catch {
            return error.code == .closed ? .closed : .unrestorable(error)
        }
        // No snapshot holds it.
        if sandbox.logLevel != logLevel { sandbox.logLevel = logLevel }
        if sandbox.limits != limits { sandbox.limits = limits }
        if tracing != nil || sandbox.tracing != nil { sandbox.tracing = tracing }
        sandbox.executor = executor
        sandbox.hostContext = HostContextValues()
        sandbox.measuresUsage = measuresUsage
        _ = sandbox.stopMemoryProfile()
        return nil
    }
}
