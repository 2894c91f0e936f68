import GuestTestSupport
import Synchronization

@testable import HostRuntime
@testable import SandboxPooling

/// Makes real sandboxes, counts them, and fails when a test wants it to.
final class TestSource: SandboxSource {
    private let base: SnapshotSource
    private let state = Mutex(State())

    struct State {
        var isMakingFailing = false
        var isRestoringFailing = false
        var isClosingFailing = false
        var made = 0
        var closed = 0
        /// The most sandboxes that there were at a time.
        var peak = 0
        var attempts = 0
        var alive: Int { made - closed }
    }

    init() throws {
        base = SnapshotSource(
            snapshot: try TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions, tracksDirtyPages: true,
            shells: nil, logger: .silent, tracing: nil, observer: nil, measuresUsage: false, executor: .shared)
    }

    var counts: State { state.withLock { $0 } }

    func set(_ failing: any WritableKeyPath<State, Bool> & Sendable, _ value: Bool = true) {
        state.withLock { $0[keyPath: failing] = value }
    }

    func make() throws(SandboxError) -> sending Sandbox {
        let isFailing = state.withLock { state in
            state.attempts += 1
            return state.isMakingFailing
        }
        if isFailing { throw SandboxError(.hypervisorFailure, "the test makes it fail") }
        let sandbox = try base.make()
        state.withLock { state in
            state.made += 1
            state.peak = max(state.peak, state.alive)
        }
        return sandbox
    }

    func restore(_ sandbox: Sandbox) throws(SandboxError) {
        if counts.isRestoringFailing { throw SandboxError(.hypervisorFailure, "the test makes it fail") }
        try base.restore(sandbox)
    }

    func close(_ sandbox: Sandbox) throws(SandboxError) {
        state.withLock { $0.closed += 1 }
        if counts.isClosingFailing { throw SandboxError(.busy, "the test makes it fail") }
        try base.close(sandbox)
    }
}
