internal import HostRuntime
internal import Logging

/// Where the sandboxes of a pool come from, and where they go.
protocol SandboxSource: Sendable {
    func make() throws(SandboxError) -> sending Sandbox
    /// Makes a sandbox what it was when it was made.
    func restore(_ sandbox: Sandbox) throws(SandboxError)
    func close(_ sandbox: Sandbox) throws(SandboxError)
}

/// Sandboxes of one snapshot.
struct SnapshotSource: SandboxSource {
    let snapshot: Snapshot
    let hostFunctions: HostFunctions
    let tracksDirtyPages: Bool
    let shells: ShellCache?
    let logger: Logger
    let tracing: Sandbox.Tracing?
    let observer: (any SandboxObserver)?
    let measuresUsage: Bool
    let executor: GuestExecutor

    func make() throws(SandboxError) -> sending Sandbox {
        let sandbox = try Sandbox(
            from: snapshot, hostFunctions: hostFunctions, tracksDirtyPages: tracksDirtyPages, logger: logger,
            shells: shells, tracing: tracing, observer: observer, measuresUsage: measuresUsage)
        sandbox.executor = executor
        return sandbox
    }

    func restore(_ sandbox: Sandbox) throws(SandboxError) { try sandbox.restore(to: snapshot) }

    func close(_ sandbox: Sandbox) throws(SandboxError) { try sandbox.close() }
}
