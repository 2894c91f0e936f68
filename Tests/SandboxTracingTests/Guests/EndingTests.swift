import HostRuntime
import SandboxTracing
import Testing

/// Records come out once, in order, however a call ends.
@Suite("Records of calls that end badly")
struct EndingTests {
    @Test("A trap") func trap() throws {
        let traced = try TracedSandbox()
        let error = #expect(throws: SandboxError.self) { try traced.sandbox.call("traps") }
        #expect(error?.code == .aborted)
        let expected = [
            "+dispatch_function", "+decode_arguments", "-decode_arguments", "+traps", "+traps()", "+open",
            "before the trap",
        ]
        #expect(try traced.guestEvents() == expected)
        let recording = try traced.recording()
        let events = recording.tracks[0].events.map { $0.notation(recording.sites) }
        #expect(events.suffix(3) == ["-KVM_RUN", "failure text(\"aborted\")", "-call traps"])
        let timeline = recording.timeline(of: recording.tracks[0])
        let incomplete = timeline.slices.filter { !$0.isComplete }.map { recording.sites[$0.site].name }
        #expect(incomplete == ["dispatch_function", "traps", "traps()", "open"])
        // What had no end ends with the run.
        let run = try #require(timeline.slices.last { recording.sites[$0.site].name == "KVM_RUN" })
        #expect(timeline.slices.filter { !$0.isComplete }.allSatisfy { $0.end == run.end })
    }

    @Test("After a restore the next call is recorded like any other") func restored() throws {
        let traced = try TracedSandbox()
        let clean = try traced.sandbox.snapshot()
        for _ in 0..<3 {
            #expect(throws: SandboxError.self) { try traced.sandbox.call("traps", thenRestoringTo: clean) }
            try traced.sandbox.call("nothing", thenRestoringTo: clean)
        }
        let bad = [
            "+dispatch_function", "+decode_arguments", "-decode_arguments", "+traps", "+traps()", "+open",
            "before the trap",
        ]
        let good = [
            "+dispatch_function", "+decode_arguments", "-decode_arguments", "+nothing", "+nothing()", "-nothing()",
            "-nothing", "+encode_result", "-encode_result", "-dispatch_function", "halt",
        ]
        #expect(try traced.guestEvents() == bad + good + bad + good + bad + good)
    }

    /// What one tenant recorded is not in the memory that the next one finds.
    @Test("A restore empties the guest's buffer") func nothingIsLeft() throws {
        let traced = try TracedSandbox()
        let clean = try traced.sandbox.snapshot()
        try traced.sandbox.call("repeatEvents", UInt32(1000))
        try traced.sandbox.restore(to: clean)
        #expect(try traced.sandbox.dirtyPages().count == 0)
    }

    @Test("An error of a host function that ends the call") func hostFunction() throws {
        struct Refusal: Error {}
        var functions = HostFunctions()
        functions.register("hostTick") { (_: Int32) throws -> Int32 in throw Refusal() }
        let traced = try TracedSandbox(hostFunctions: functions)
        let error = #expect(throws: SandboxError.self) {
            let _: Int32 = try traced.sandbox.call("hostCall", Int32(1))
        }
        #expect(error?.code == .hostFunctionFailed)
        let events = try traced.guestEvents()
        // The stub reads the answer and the span around it ends before the abort.
        #expect(events.suffix(5) == ["+out32", "-out32", "+decode_result", "-decode_result", "-hostTick"])
    }

    @Test("Switched by a host function, in the middle of a call") func switching() throws {
        final class Switch: @unchecked Sendable {
            var sandbox: Sandbox?
            var mode = TraceMode.off
        }
        let control = Switch()
        var functions = HostFunctions()
        functions.register("hostTick") { (number: Int32) -> Int32 in
            control.sandbox?.tracing?.mode = control.mode
            return number
        }
        let traced = try TracedSandbox(hostFunctions: functions)
        control.sandbox = traced.sandbox
        let _: Int32 = try traced.sandbox.call("hostCall", Int32(1))
        #expect(try traced.guestEvents().last == "+out32")
        // Off now; on from the host function on.
        control.mode = .lossless
        let _: Int32 = try traced.sandbox.call("hostCall", Int32(1))
        let events = try traced.guestEvents()
        let second = try #require(events.lastIndex(of: "+out32")) + 1
        #expect(events[second...].starts(with: ["-out32", "+decode_result", "-decode_result", "-hostTick", "-ask"]))
        #expect(events.last == "halt")
        // Ends without a beginning are reported, and change nothing else.
        let recording = try traced.recording()
        let timeline = recording.timeline(of: recording.tracks[0])
        #expect(!timeline.problems.isEmpty)
        control.sandbox = nil
    }

    @Test("For some calls") func someCalls() throws {
        let traced = try TracedSandbox(.off)
        try traced.sandbox.call("nothing")
        try traced.sandbox.withTraceMode(.lossy) { () throws(SandboxError) in try traced.sandbox.call("deferred") }
        try traced.sandbox.call("nothing")
        let recording = try traced.recording()
        #expect(recording.tracks.count == 1)
        let calls = recording.tracks[0].events.map { $0.notation(recording.sites) }.filter { $0.hasPrefix("+call") }
        #expect(calls == ["+call deferred"])
    }
}
