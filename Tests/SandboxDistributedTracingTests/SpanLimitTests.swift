import InMemoryTracing
import Testing
import Tracing

@testable import SandboxDistributedTracing
@testable import SandboxTracing

@Suite("Limits of spans")
struct SpanLimitTests {
    private static let sites = ["a", "b", "c", "d"].map { TraceSite(side: .guest, name: $0) }

    /// Notation: `(a` begins, `)a` ends, `!a` is an event. Each is one nanosecond after the one before.
    private func spans(_ notation: String, _ limits: SpanLimits) -> EmittedSpans {
        let events = notation.split(separator: " ").enumerated().map { time, text in
            let kinds: [Character: TraceEvent.Kind] = ["(": .enter, ")": .exit, "!": .event]
            let site = Self.sites.firstIndex { $0.name == text.dropFirst() } ?? 0
            return TraceEvent(kind: text.first.flatMap { kinds[$0] } ?? .event, site: site, time: UInt64(time))
        }
        return EmittedSpans(.test(Self.sites, events), limits: limits)
    }

    @Test(arguments: [
        (9, ["c in b", "b in a", "d in a", "a in root"], 0),
        (4, ["c in b", "b in a", "d in a", "a in root"], 0),
        (3, ["b in a", "d in a", "a in root"], 1),
        (2, ["b in a", "a in root"], 2),
        (1, ["a in root"], 3),
        (0, [], 4),
        (-1, [], 4),
    ])
    func theOutermostStay(_ limit: Int, _ expected: [String], _ dropped: Int) throws {
        let spans = spans("(a (b (c )c )b (d )d )a", SpanLimits(spans: limit))
        #expect(Set(spans.parents()) == Set(expected))
        #expect(try spans.root.attributes.get("swiftlet.dropped_spans") == (dropped > 0 ? .int64(Int64(dropped)) : nil))
    }

    @Test func eventsOfSpansThatAreLeftOutAreTheirParents() throws {
        let spans = spans("(a !d (b !c (c !b )c )b )a", SpanLimits(spans: 1))
        #expect(try spans.span("a").events.map(\.name) == ["d", "c", "b"])
        #expect(try spans.root.events == [])
        let none = self.spans("(a !d )a", SpanLimits(spans: 0))
        #expect(try none.root.events.map(\.name) == ["d"])
    }

    @Test(arguments: [(9, 3), (3, 3), (2, 2), (0, 0), (-1, 0)])
    func theEarliestEventsStay(_ limit: Int, _ kept: Int) throws {
        let spans = spans("(a !b !c !d )a", SpanLimits(events: limit))
        #expect(try spans.span("a").events.map(\.name) == Array(["b", "c", "d"].prefix(kept)))
        #expect(try spans.root.attributes.get("swiftlet.dropped_events") == (kept < 3 ? .int64(Int64(3 - kept)) : nil))
    }

    @Test func tracksShareTheLimits() throws {
        var recording = TraceRecording.test(
            Self.sites,
            [
                TraceEvent(kind: .enter, site: 0, time: 1), TraceEvent(kind: .event, site: 1, time: 2),
                TraceEvent(kind: .exit, site: 0, time: 3),
            ])
        recording.tracks += recording.tracks + recording.tracks
        let spans = EmittedSpans(recording, limits: SpanLimits(spans: 2, events: 1))
        #expect(spans.parents() == ["a in root", "a in root"])
        #expect(
            try spans.root.attributes == [
                "swiftlet.dropped_spans": .int64(1), "swiftlet.dropped_events": .int64(2),
            ])
    }
}
