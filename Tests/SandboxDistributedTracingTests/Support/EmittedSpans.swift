import InMemoryTracing
import Testing
import Tracing

@testable import SandboxDistributedTracing
@testable import SandboxTracing

/// Spans that were made of a recording, in a root that has ended.
struct EmittedSpans {
    /// In the order in which they ended; the root is the last.
    let all: [FinishedInMemorySpan]

    static let wallStart: UInt64 = 1_800_000_000_000_000_000

    init(_ recording: TraceRecording, limits: SpanLimits = SpanLimits()) {
        let tracer = InMemoryTracer()
        let root = tracer.startSpan("root", context: .topLevel)
        recording.emitSpans(in: root, to: tracer, limits: limits)
        root.end()
        all = tracer.finishedSpans
    }

    /// The span of a name that only one has.
    func span(_ name: String) throws -> FinishedInMemorySpan {
        let named = all.filter { $0.operationName == name }
        try #require(named.count == 1, "\(all.map(\.operationName))")
        return named[0]
    }

    var root: FinishedInMemorySpan { get throws { try span("root") } }

    /// Each span but the root as `name`, `parent`.
    func parents() -> [String] {
        let names = Dictionary(uniqueKeysWithValues: all.map { ($0.spanID, $0.operationName) })
        return all.dropLast().map { "\($0.operationName) in \($0.parentSpanID.flatMap { names[$0] } ?? "nothing")" }
    }
}

extension FinishedInMemorySpan {
    /// From the recording's beginning, in nanoseconds.
    var times: [UInt64] {
        [startInstant, endInstant].map { $0.nanosecondsSinceEpoch - EmittedSpans.wallStart }
    }
}

extension TraceRecording {
    /// A recording of one sandbox.
    static func test(
        _ sites: [TraceSite], _ events: [TraceEvent], dropped: UInt64 = 0, warnings: [String] = [],
        problems: [TraceProblem] = [], wallStart: UInt64 = EmittedSpans.wallStart
    ) -> TraceRecording {
        TraceRecording(
            clock: TraceClock(frequency: 1_000_000_000, wallStart: wallStart, warnings: warnings),
            tracks: [
                TraceTrack(
                    number: 1, label: "", imageDigest: [UInt8](repeating: 0, count: 32), events: events,
                    droppedRecords: dropped)
            ], sites: sites, problems: problems)
    }
}
