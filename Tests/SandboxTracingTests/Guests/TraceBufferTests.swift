import GuestTestSupport
import HostRuntime
import SandboxTracing
import Testing

/// More records than the buffer holds.
@Suite("A full trace buffer")
struct TraceBufferTests {
    /// 4 KiB are 128 records.
    private static let capacity: UInt64 = 128
    /// dispatch_function, decode_arguments, the function itself, and the like at the end.
    private static let recordsBefore: UInt64 = 4
    private static let recordsAfter: UInt64 = 5

    private static func numbers(_ events: [String]) -> [UInt64] {
        events.compactMap { event in
            guard event.hasPrefix("repeated unsigned("), event.hasSuffix(")") else { return nil }
            return UInt64(event.dropFirst("repeated unsigned(".count).dropLast())
        }
    }

    @Test(
        "Lossless: all, in order, for an exit each time that it is full",
        arguments: [0, 119, 120, 247, 248, 20_000] as [UInt32])
    func lossless(_ count: UInt32) throws {
        let traced = try TracedSandbox(.lossless, traceSize: .kibibytes(4))
        let before = traced.sandbox.statistics
        try traced.sandbox.call("repeatEvents", count)
        let statistics = traced.sandbox.statistics
        #expect(try Self.numbers(traced.guestEvents()) == Array(0..<UInt64(count)))
        #expect(try traced.recording().tracks[0].droppedRecords == 0)
        // The buffer is emptied by the record that finds it full.
        let records = Self.recordsBefore + UInt64(count) + Self.recordsAfter
        let flushes = (records - 1) / Self.capacity
        #expect(statistics.traceFlushes == flushes)
        #expect(statistics.entries - before.entries == 1 + flushes)
        #expect(statistics.traceRecords - before.traceRecords == records)
        #expect(statistics.overwrittenTraceRecords == 0)
    }

    @Test("Lossy: the newest, no exit, and a count of the rest", arguments: [0, 118, 119, 120, 20_000] as [UInt32])
    func lossy(_ count: UInt32) throws {
        let traced = try TracedSandbox(.lossy, traceSize: .kibibytes(4))
        let before = traced.sandbox.statistics
        try traced.sandbox.call("repeatEvents", count)
        let statistics = traced.sandbox.statistics
        let records = Self.recordsBefore + UInt64(count) + Self.recordsAfter
        // The oldest of a full buffer may be half overwritten.
        let overwritten = records - min(records, Self.capacity - 1)
        #expect(statistics.entries - before.entries == 1)
        #expect(statistics.traceFlushes == 0)
        #expect(statistics.overwrittenTraceRecords == overwritten)
        #expect(try traced.recording().tracks[0].droppedRecords == overwritten)
        let lost = max(overwritten, Self.recordsBefore) - Self.recordsBefore
        let all = try TraceRecording(bytes: traced.recorder.bytes())
        let events = all.tracks[0].events.map { $0.notation(all.sites) }
        #expect(Self.numbers(events) == Array(lost..<max(lost, UInt64(count))))
    }

    @Test("A larger buffer needs no exit") func larger() throws {
        let traced = try TracedSandbox(.lossless, traceSize: .mebibytes(1))
        try traced.sandbox.call("repeatEvents", UInt32(20_000))
        #expect(traced.sandbox.statistics.traceFlushes == 0)
        #expect(try Self.numbers(traced.guestEvents()).count == 20_000)
    }

    @Test("A recorder's limit") func limit() throws {
        let recorder = TraceRecorder(limit: .kibibytes(64))
        let sandbox = try Sandbox(
            guest: .image(TracedGuest.image.get()),
            configuration: .init(logger: TracedGuest.logger, tracing: .init(to: recorder)),
            hostFunctions: TracedGuest.hostFunctions)
        for _ in 0..<20 { try sandbox.call("repeatEvents", UInt32(10_000)) }
        #expect(recorder.bytes().count < 65 << 10)
        #expect(recorder.droppedRecords > 100_000)
        #expect(try TraceRecording(bytes: recorder.bytes()).tracks[0].droppedRecords == recorder.droppedRecords)
    }
}
