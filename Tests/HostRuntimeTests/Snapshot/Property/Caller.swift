import HostRuntime
import Wire

/// Calls guest functions, with a restore behind each call or without.
struct Caller {
    let sandbox: Sandbox
    /// What each call restores to.
    let snapshot: Snapshot?

    func callAsFunction<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ arguments: repeat each Argument
    ) throws(SandboxError) -> Result {
        guard let snapshot else { return try sandbox.call(name, repeat each arguments) }
        return try sandbox.call(name, repeat each arguments, thenRestoringTo: snapshot)
    }

    func callAsFunction<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument
    ) throws(SandboxError) {
        guard let snapshot else { return try sandbox.call(name, repeat each arguments) }
        try sandbox.call(name, repeat each arguments, thenRestoringTo: snapshot)
    }
}
