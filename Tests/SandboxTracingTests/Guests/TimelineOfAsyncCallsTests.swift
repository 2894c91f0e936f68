import GuestTestSupport
import HostRuntime
import SandboxTracing
import Testing

/// A call that changes threads and waits is one line of slices like any other.
@Suite("The timeline of asynchronous calls")
struct TimelineOfAsyncCallsTests {
    private func functions() -> HostFunctions {
        var functions = TracedGuest.hostFunctions
        functions.register("hostTick") { (number: Int32) async throws -> Int32 in
            if number < 0 { try await Task.sleep(for: .seconds(600)) }
            await Task.yield()
            return number &+ 1
        }
        return functions
    }

    @Test func theHostsStepsAreTheSame() async throws {
        let traced = try TracedSandbox(hostFunctions: functions())
        #expect(try await traced.sandbox.call("hostCall", Int32(1)) == Int32(2))
        let other = try TracedSandbox()
        func callInTheSameWay() throws { _ = try other.sandbox.call("hostCall", Int32(1)) as Int32 }
        try callInTheSameWay()
        func events(_ traced: TracedSandbox) throws -> [String] {
            let recording = try traced.recording()
            return recording.tracks[0].events.map { $0.notation(recording.sites) }
        }
        #expect(try events(traced) == events(other))
        #expect(try traced.recording().problems.isEmpty)
    }

    @Test func slicesOfACancelledCallEnd() async throws {
        let traced = try TracedSandbox(hostFunctions: functions())
        let clean = try traced.sandbox.snapshot()
        await #expect(throws: SandboxError.self) {
            try await traced.sandbox.call(
                "hostCall", Int32(-1), deadline: .now + .milliseconds(200), thenRestoringTo: clean) as Int32
        }
        #expect(try await traced.sandbox.call("hostCall", Int32(1)) == Int32(2))
        let recording = try traced.recording()
        let timeline = recording.timeline(of: recording.tracks[0])
        #expect(recording.problems.isEmpty)
        let roots = timeline.slices.filter { $0.parent == nil }.map { recording.sites[$0.site].name }
        #expect(roots.filter { $0 == "restore" }.count == 1)
        #expect(roots.last == "call hostCall" || roots.last == "call")
    }
}
