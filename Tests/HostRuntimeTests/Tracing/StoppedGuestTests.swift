import SandboxTracing
import Testing
import Wire

@testable import HostRuntime

/// Guests that are stopped between two instructions of their own.
@Suite("Records of guests that are stopped")
struct StoppedGuestTests {
    private let recorder = TraceRecorder()

    private func sandbox(_ image: Result<GuestImage, any Error>) throws -> Sandbox {
        var functions = HostFunctions()
        functions.register("hostTick") { (number: Int32) -> Int32 in number }
        return try Sandbox(
            guest: .image(image.get()), configuration: .init(logger: .silent, tracing: .init(to: recorder)),
            hostFunctions: functions)
    }

    /// What guests recorded since the start code, with `+` for beginnings.
    private func guestEvents() throws -> [String] {
        let recording = try TraceRecording(bytes: recorder.bytes())
        #expect(recording.problems.isEmpty)
        let events = recording.tracks.flatMap(\.events).filter { recording.sites[$0.site].side == .guest }
        let names = events.map { event in (event.kind == .enter ? "+" : "") + recording.sites[event.site].name }
        let start = try #require(names.firstIndex(of: "halt"))
        return Array(names[(start + 1)...])
    }

    @Test func aProcessorFault() throws {
        let sandbox = try sandbox(TestGuests.tracedHostile)
        let error = #expect(throws: SandboxError.self) { try sandbox.call("write", UInt64(8), UInt64(0)) }
        #expect(error?.code == .fault)
        #expect(try guestEvents() == ["+dispatch_function", "+decode_arguments", "decode_arguments", "+write"])
        let recording = try TraceRecording(bytes: recorder.bytes())
        let failure = recording.tracks[0].events.last { recording.sites[$0.site].name == "failure" }
        #expect(failure?.value == .text("fault"))
    }

    /// The guest is interrupted at any instruction after it has counted its first record.
    @Test func anInterruption() throws {
        let expected = [
            "+dispatch_function", "+decode_arguments", "decode_arguments", "+spins", "+spins()", "+spinning",
        ]
        let sandbox = try sandbox(TestGuests.traced)
        let clean = try sandbox.snapshot()
        var before = 0
        for _ in 0..<20 {
            let resources = try #require(sandbox.resources)
            let interruption = try Interruption(
                ofCallOf: sandbox, whenSetAt: resources.traceRecords.start.rawValue + UInt64(TraceRing.countOffset))
            let error = #expect(throws: SandboxError.self) { try sandbox.call("spins") }
            interruption.end()
            #expect(error?.code == .cancelled)
            let events = try guestEvents().dropFirst(before)
            #expect(!events.isEmpty && expected.starts(with: events))
            // The next call's records are its own.
            try sandbox.restore(to: clean)
            try sandbox.call("nothing")
            let next = try guestEvents().dropFirst(before + events.count)
            #expect(next.first == "+dispatch_function" && next.last == "halt")
            before += events.count + next.count
        }
    }
}
