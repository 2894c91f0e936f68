import Wire

@testable import SandboxTracing

/// A recording of two sandboxes in which everything occurs that outputs have to show.
enum SampleTrace {
    /// Indices into ``sites``.
    enum Site: Int, CaseIterable {
        case call, run, greet, format, hostFunction, hostile, terminal, separator, long, progress, ratio, ready, log
    }

    static let hostileName = "</text><script>alert(1)</script>"
    static let terminalName = "\0\u{1B}[31m"

    static let sites = Site.allCases.map { site in
        switch site {
        case .call: TraceSite(side: .host, name: "call")
        case .run: TraceSite(side: .host, name: "KVM_RUN")
        case .greet: TraceSite(side: .guest, name: "greet(_:)", file: "Hello/main.swift", line: 7)
        case .format: TraceSite(side: .guest, name: "format", file: "Hello/main.swift", line: 12)
        case .hostFunction: TraceSite(side: .host, name: "hostPrint")
        case .hostile: TraceSite(side: .guest, name: hostileName, file: "<&>.swift", line: 1)
        case .terminal: TraceSite(side: .guest, name: terminalName)
        case .separator: TraceSite(side: .guest, name: "a;b c\n\"d\"")
        case .long: TraceSite(side: .guest, name: String(repeating: "é", count: 500_000))
        case .progress: TraceSite(side: .guest, name: "progress")
        case .ratio: TraceSite(side: .guest, name: "ratio")
        case .ready: TraceSite(side: .guest, name: "ready")
        case .log: TraceSite(side: .guest, name: "")
        }
    }

    static let recording = TraceRecording(
        clock: TraceClock(
            frequency: 2_400_000_000, wallStart: 1_790_000_000_123_456_789,
            warnings: ["the processor does not say that its counter is invariant"]),
        tracks: [
            TraceTrack(number: 0, label: "hello", imageDigest: Array(0..<32)),
            TraceTrack(
                number: 7, label: "\u{202E}evil", imageDigest: Array(repeating: 0xAB, count: 32), droppedRecords: 12),
        ],
        sites: sites, problems: [TraceProblem(description: "a torn chunk", count: 1)])

    static let timelines = [hello, evil]

    static func report(_ filter: TraceFilter = TraceFilter()) -> TraceReport {
        TraceReport(recording, timelines: timelines, filter: filter)
    }

    /// Host and guest nested twice, with arguments of all types.
    private static let hello = TraceTimeline(
        slices: [
            slice(.call, 338_000, 61_051_000, arguments: [("function", .text("greet \"World\"\u{1B}"))]),
            slice(.run, 340_500, 61_000_000, in: 0, depth: 1),
            slice(
                .greet, 58_440_000, 60_000_001, in: 1, depth: 2,
                arguments: [
                    ("count", .signed(-3)), ("size", .unsigned(.max)), ("ratio", .float(.nan)),
                    ("rate", .float(-.infinity)), ("share", .float(0.5)), ("isLast", .bool(true)),
                    ("count", .signed(4)),
                ]),
            slice(.format, 58_500_000, 58_500_000, in: 2, depth: 3),
            slice(.hostFunction, 59_000_000, 59_900_000, in: 2, depth: 3),
            slice(.format, 59_950_000, 60_000_001, in: 2, depth: 3, isComplete: false),
        ],
        moments: [
            moment(.event, .ready, 58_500_000, in: 3),
            moment(.counter, .progress, 58_500_000, .unsigned(40), in: 2),
            moment(.counter, .ratio, 58_500_000, .float(.infinity), in: 2),
            moment(.log(level: .warning, message: "low\n\u{7}\"memory\" 🙂"), .log, 59_940_000, in: 2),
            moment(.event, .ready, 61_051_001, .bool(false), arguments: [("attempt", .unsigned(2))]),
        ])

    /// Names that want to be something else, one in the other, and one that calls itself.
    private static let evil = TraceTimeline(
        slices: [
            slice(.hostile, 1, 1001),
            slice(.terminal, 101, 901, in: 0, depth: 1),
            slice(.separator, 201, 801, in: 1, depth: 2),
            slice(.separator, 301, 701, in: 2, depth: 3),
            slice(.long, 401, 501, in: 3, depth: 4),
            slice(.hostile, 2000, 3_600_000_000_000),
        ], problems: [TraceProblem(description: "an exit of what was not entered\u{9B}", count: 3)])

    static func slice(
        _ site: Site, _ start: UInt64, _ end: UInt64, in parent: Int? = nil, depth: Int = 0,
        arguments: [(name: String, value: TraceValue)] = [], isComplete: Bool = true
    ) -> TraceTimeline.Slice {
        TraceTimeline.Slice(
            site: site.rawValue, start: start, end: end, parent: parent, depth: depth, arguments: arguments,
            isComplete: isComplete)
    }

    static func moment(
        _ kind: TraceEvent.Kind, _ site: Site, _ time: UInt64, _ value: TraceValue? = nil, in parent: Int? = nil,
        arguments: [(name: String, value: TraceValue)] = []
    ) -> TraceTimeline.Moment {
        TraceTimeline.Moment(
            event: TraceEvent(kind: kind, site: site.rawValue, time: time, value: value), parent: parent,
            arguments: arguments)
    }
}
