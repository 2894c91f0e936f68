import HostRuntime
import InMemoryTracing
import Testing
import Tracing

@testable import SandboxDistributedTracing
@testable import SandboxTracing

@Suite("Spans of a recording")
struct SpanEmissionTests {
    private static let sites = [
        TraceSite(side: .host, name: "call greet"),
        TraceSite(side: .guest, name: "greet(_:)", file: "Hello/main.swift", line: 7),
        TraceSite(side: .guest, name: "format"),
        TraceSite(side: .guest, name: "name"),
        TraceSite(side: .guest, name: "ready"),
        TraceSite(side: .host, name: "failure"),
    ]

    private func spans(_ events: [TraceEvent], limits: SpanLimits = SpanLimits()) -> EmittedSpans {
        EmittedSpans(.test(Self.sites, events), limits: limits)
    }

    @Test func slicesAreNestedAndHaveTheirTimes() throws {
        let spans = spans([
            TraceEvent(kind: .enter, site: 0, time: 100), TraceEvent(kind: .enter, site: 1, time: 110),
            TraceEvent(kind: .enter, site: 2, time: 120), TraceEvent(kind: .exit, site: 2, time: 125),
            TraceEvent(kind: .exit, site: 1, time: 130), TraceEvent(kind: .exit, site: 0, time: 150),
        ])
        #expect(spans.parents() == ["format in greet(_:)", "greet(_:) in call greet", "call greet in root"])
        #expect(try spans.span("call greet").times == [100, 150])
        #expect(try spans.span("greet(_:)").times == [110, 130])
        #expect(try spans.span("format").times == [120, 125])
        #expect(spans.all.allSatisfy { $0.kind == .internal && $0.status == nil && $0.events.isEmpty })
        #expect(try spans.root.attributes.isEmpty)
    }

    @Test func attributesSayWhatASliceIs() throws {
        let spans = spans([
            TraceEvent(kind: .enter, site: 0, time: 1), TraceEvent(kind: .enter, site: 1, time: 2),
            TraceEvent(kind: .enter, site: 2, time: 3), TraceEvent(kind: .exit, site: 1, time: 4),
            TraceEvent(kind: .exit, site: 0, time: 5),
        ])
        #expect(
            try spans.span("call greet").attributes == [
                "swiftlet.side": "host", "faas.invoked_name": "greet",
            ])
        #expect(
            try spans.span("greet(_:)").attributes == [
                "swiftlet.side": "guest", "code.function.name": "greet(_:)",
                "code.file.path": "Hello/main.swift", "code.line.number": .int64(7),
            ])
        #expect(
            try spans.span("format").attributes == [
                "swiftlet.side": "guest", "code.function.name": "format", "swiftlet.incomplete": true,
            ])
        #expect(try spans.root.attributes.get("swiftlet.trace.problems") != nil, "an end is missing")
    }

    @Test func capturedValuesAreAttributes() throws {
        let values: [(TraceValue, SpanAttribute)] = [
            (.signed(-5), .int64(-5)), (.unsigned(5), .int64(5)), (.unsigned(.max), "18446744073709551615"),
            (.float(0.5), .double(0.5)), (.bool(true), true), (.text("x\ny"), "x\\ny"),
        ]
        for (value, attribute) in values {
            let spans = spans([
                TraceEvent(kind: .enter, site: 1, time: 1),
                TraceEvent(kind: .argument, site: 3, time: 1, value: value),
                TraceEvent(kind: .event, site: 4, time: 2, value: value),
                TraceEvent(kind: .argument, site: 3, time: 2, value: value),
                TraceEvent(kind: .exit, site: 1, time: 3),
            ])
            let span = try spans.span("greet(_:)")
            #expect(span.attributes.get("swiftlet.argument.name") == attribute)
            #expect(
                span.events.map(\.attributes) == [
                    ["swiftlet.side": "guest", "swiftlet.value": attribute, "swiftlet.argument.name": attribute]
                ])
        }
    }

    @Test func capturedValuesAreLimited() throws {
        let sites = (0...100).map { TraceSite(side: .guest, name: "\($0)") }
        var events = [TraceEvent(kind: .enter, site: 0, time: 0)]
        events += (1...100).map { TraceEvent(kind: .argument, site: $0, time: 0, value: .bool(true)) }
        events.append(TraceEvent(kind: .exit, site: 0, time: 1))
        let attributes = try EmittedSpans(.test(sites, events)).span("0").attributes
        #expect(attributes.count == 64 + 2)
        #expect(attributes.get("swiftlet.argument.64") == true)
        #expect(attributes.get("swiftlet.argument.65") == nil)
    }

    @Test func momentsAreEvents() throws {
        let spans = spans([
            TraceEvent(kind: .event, site: 4, time: 5), TraceEvent(kind: .enter, site: 1, time: 10),
            TraceEvent(kind: .counter, site: 4, time: 20, value: .unsigned(3)),
            TraceEvent(kind: .log(level: .warning, message: "low \u{1B}[31m"), site: 2, time: 30),
            TraceEvent(kind: .exit, site: 1, time: 40),
        ])
        let start = EmittedSpans.wallStart
        let span = try spans.span("greet(_:)")
        #expect(span.events.map(\.name) == ["ready", "log"])
        #expect(span.events.map(\.nanosecondsSinceEpoch) == [start + 20, start + 30])
        #expect(
            span.events.map(\.attributes) == [
                ["swiftlet.side": "guest", "swiftlet.value": .int64(3), "swiftlet.counter": true],
                [
                    "swiftlet.side": "guest", "swiftlet.log.level": "warning",
                    "swiftlet.log.message": "low \\u{1B}[31m",
                ],
            ])
        #expect(try spans.root.events.map(\.nanosecondsSinceEpoch) == [start + 5])
    }

    @Test func failuresAreErrorsOfTheirSpan() throws {
        let spans = spans([
            TraceEvent(kind: .enter, site: 0, time: 1),
            TraceEvent(kind: .event, site: 5, time: 2, value: .text("aborted")),
            TraceEvent(kind: .exit, site: 0, time: 3),
        ])
        let span = try spans.span("call greet")
        #expect(span.status?.code == .error)
        #expect(span.attributes.get("error.type") == "aborted")
        #expect(span.events.map(\.name) == ["failure"])
    }

    /// A guest that calls its event as the host's is named does not make it one.
    @Test func onlyTheHostReportsFailures() throws {
        let sites = [TraceSite(side: .guest, name: "f"), TraceSite(side: .guest, name: "failure")]
        let spans = EmittedSpans(
            .test(
                sites,
                [
                    TraceEvent(kind: .enter, site: 0, time: 1),
                    TraceEvent(kind: .event, site: 1, time: 2, value: .text("aborted")),
                    TraceEvent(kind: .exit, site: 0, time: 3),
                ]))
        #expect(try spans.span("f").status == nil)
    }

    @Test func whatIsWrongWithARecordingIsSaid() throws {
        let recording = TraceRecording.test(
            [], [], dropped: 12, warnings: ["the clock was measured"],
            problems: [TraceProblem(description: "something was odd", count: 3)])
        #expect(
            try EmittedSpans(recording).root.attributes == [
                "swiftlet.dropped_records": .int64(12),
                "swiftlet.trace.warnings": .stringArray(["the clock was measured"]),
                "swiftlet.trace.problems": .stringArray(["3 times: something was odd"]),
            ])
    }

    @Test func hostileNamesAndTimesDoNoHarm() throws {
        let sites = [
            TraceSite(side: .guest, name: "\0\u{1B}[31m", file: "a\nb", line: .max),
            TraceSite(side: .guest, name: String(repeating: "é", count: 500_000)),
            TraceSite(side: .guest, name: ""),
        ]
        let events = sites.indices.map { TraceEvent(kind: .enter, site: $0, time: .max - 1) }
        let spans = EmittedSpans(.test(sites, events)).all.dropLast()
        #expect(spans.count == 3)
        for span in spans {
            #expect(!span.operationName.isEmpty && span.operationName.utf8.count <= 260)
            #expect(span.operationName.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            #expect(span.startInstant.nanosecondsSinceEpoch == .max)
            #expect(span.endInstant.nanosecondsSinceEpoch == .max)
        }
    }
}
