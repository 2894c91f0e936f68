import GuestTestSupport
import HostRuntime
import Logging
import Testing

/// What a program must not do while a task awaits a call: each of these has a process of its own, which ends.
@Suite("Changes of how a running call is watched")
struct WatchedCallProcessTests {
    @Test func theLogLevel() async {
        await #expect(processExitsWith: .failure) { try await Self.duringACall { $0.logLevel = .trace } }
    }

    @Test func theTracing() async {
        await #expect(processExitsWith: .failure) { try await Self.duringACall { $0.tracing = nil } }
    }

    @Test func theMeasuring() async {
        await #expect(processExitsWith: .failure) { try await Self.duringACall { $0.measuresUsage = true } }
    }

    @Test func theMemoryProfile() async {
        await #expect(processExitsWith: .failure) { try await Self.duringACall { $0.startMemoryProfile() } }
    }

    /// The test of the tests: what is allowed ends no process.
    @Test func whatIsForTheNextCall() async {
        await #expect(processExitsWith: .success) {
            try await Self.duringACall { sandbox in
                sandbox.limits.hostCallsPerCall = 7
                sandbox.executor = .shared
                _ = sandbox.statistics
            }
        }
    }

    /// The sandbox goes where the compiler would not let it go, except within an actor.
    private final class Smuggled: @unchecked Sendable {
        var sandbox: Sandbox?
    }

    private static func duringACall(_ change: (Sandbox) -> Void) async throws {
        let smuggled = Smuggled()
        let (calls, hasCalled) = AsyncStream.makeStream(of: Void.self)
        var functions = HostFunctions()
        for signature in try BuiltGuests.image("TestGuest").hostFunctions {
            functions.register(signature) { _ in throw CancellationError() }
        }
        functions.register("hostEcho") { (text: String) async throws -> String in
            hasCalled.yield()
            try await Task.sleep(for: .seconds(600))
            return text
        }
        let sandbox = try Sandbox(guest: .image(BuiltGuests.image("TestGuest")), hostFunctions: functions)
        smuggled.sandbox = sandbox
        let waiting = Task { _ = try? await smuggled.sandbox?.call("echoThroughHost", "x") as String? }
        for await _ in calls { break }
        change(sandbox)
        waiting.cancel()
        await waiting.value
    }
}
