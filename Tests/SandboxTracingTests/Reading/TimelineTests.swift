import HostRuntime
import SandboxTracing
import TestSupport
import Testing
import Wire

/// How events become nested slices.
struct TimelineTests {
    private static let unbalanced = "ends are of what has not begun, and not used"
    private static let missing = "beginnings have no end: they end with what they are in"

    /// Sites by their names: of the host where they begin with a capital letter.
    private let sites = ["Call", "Run", "Exit", "a", "b", "c"].map { name in
        TraceSite(side: name.first?.isUppercase == true ? .host : .guest, name: name)
    }

    private func recording() -> TraceRecording {
        TraceRecording(
            clock: TraceClock(frequency: 1, wallStart: 0, warnings: []), tracks: [], sites: sites, problems: [])
    }

    /// The timeline of events like `>a`, `<a`, `!a` (a moment) and `=a` (an argument), each at the next nanosecond.
    private func timeline(_ script: String) throws -> TraceTimeline {
        let kinds: [Character: TraceEvent.Kind] = [">": .enter, "<": .exit, "!": .event, "=": .argument]
        let events = try script.split(separator: " ").enumerated().map { time, word in
            TraceEvent(
                kind: try #require(word.first.flatMap { kinds[$0] }),
                site: try #require(sites.firstIndex { $0.name == word.dropFirst() }), time: UInt64(time),
                value: word.first == "=" ? .unsigned(UInt64(time)) : nil)
        }
        return timeline(events)
    }

    private func timeline(_ events: [TraceEvent]) -> TraceTimeline {
        recording().timeline(of: TraceTrack(number: 1, label: "", imageDigest: [], events: events))
    }

    private func slices(_ script: String) throws -> [String] { recording().describe(try timeline(script)) }

    private func problems(_ script: String) throws -> [String: UInt64] {
        Dictionary(uniqueKeysWithValues: try timeline(script).problems.map { ($0.description, $0.count) })
    }

    @Test func slicesNest() throws {
        let script = ">Call >Run >a >b <b >b <b <a <Run <Call"
        #expect(try slices(script) == ["Call 0...9", " Run 1...8", "  a 2...7", "   b 3...4", "   b 5...6"])
        #expect(try problems(script) == [:])
        #expect(try timeline(script).slices.map(\.parent) == [nil, 0, 1, 2, 2])
    }

    @Test func recursionNests() throws {
        #expect(try slices(">a >a >a <a <a <a") == ["a 0...5", " a 1...4", "  a 2...3"])
    }

    @Test func anEndWithoutABeginningIsIgnored() throws {
        #expect(try slices("<a >b <c <b <b") == ["b 1...3"])
        #expect(try problems("<a >b <c <b <b") == [Self.unbalanced: 3])
    }

    @Test func anEndFurtherOutEndsWhatIsInside() throws {
        let script = ">a >b >c !c <a >b <b"
        #expect(try slices(script) == ["a 0...4", " b 1...4 incomplete", "  c 2...4 incomplete", "b 5...6"])
        #expect(try problems(script) == [Self.missing: 2])
    }

    @Test func aGuestThatStopsEndsWithTheHostsStep() throws {
        let script = ">Call >Run >a >b <Run <Call >Call <Call"
        #expect(
            try slices(script) == [
                "Call 0...5", " Run 1...4", "  a 2...4 incomplete", "   b 3...4 incomplete", "Call 6...7",
            ])
        #expect(try problems(script) == [Self.missing: 2])
    }

    @Test func aGuestCannotEndWhatBeganOutsideOfTheHostsStep() throws {
        let script = ">a >Exit <a >b <b <Exit <a"
        #expect(try slices(script) == ["a 0...6", " Exit 1...5", "  b 3...4"])
        #expect(try problems(script) == [Self.unbalanced: 1])
    }

    @Test func aGuestsSliceReachesOverAnExit() throws {
        #expect(
            try slices(">Call >Run >a >Exit <Exit >b <b <a <Run <Call") == [
                "Call 0...9", " Run 1...8", "  a 2...7", "   Exit 3...4", "   b 5...6",
            ])
    }

    @Test func whatIsOpenAtTheEndIsIncomplete() throws {
        #expect(try slices(">Call >a !b") == ["Call 0...2 incomplete", " a 1...2 incomplete"])
    }

    @Test func momentsKnowWhatTheyAreIn() throws {
        let timeline = try timeline("!a >a !b >b !c <b <a !a")
        #expect(timeline.moments.map(\.parent) == [nil, 0, 1, nil])
        #expect(timeline.moments.map(\.event.time) == [0, 2, 4, 7])
    }

    @Test func argumentsBelongToTheGuestsLatestEvent() throws {
        let timeline = try timeline(">a =b =c >Exit <Exit =b !c =a <a")
        #expect(timeline.slices[0].arguments.map(\.name) == ["b", "c", "b"])
        #expect(timeline.slices[0].arguments.map(\.value) == [.unsigned(1), .unsigned(2), .unsigned(5)])
        #expect(timeline.slices[1].arguments.isEmpty)
        #expect(timeline.moments[0].arguments.map(\.name) == ["a"])
        #expect(timeline.problems == [])
    }

    @Test func argumentsOfNothingAreReported() throws {
        let problems = try problems("=a >b <b =a >Call =a")
        #expect(problems["captured values belong to nothing that was recorded, and are not used"] == 3)
    }

    @Test func recursionWithoutEndIsCut() throws {
        let depth = 3000
        let names = (0..<depth).map { _ in ">a" } + ["!b"] + (0..<depth).map { _ in "<a" } + [">b", "<b"]
        let timeline = try timeline(names.joined(separator: " "))
        #expect(timeline.slices.count < TraceTimeline.maximumDepth)
        #expect(timeline.slices.allSatisfy { $0.isComplete })
        #expect(timeline.slices.last?.depth == 0)
        #expect(timeline.problems.count == 1)
        #expect(timeline.problems[0].count == UInt64(depth - (timeline.slices.count - 1)))
    }

    @Test func recursionWithoutEndHidesNothingOfTheHost() throws {
        let names = [">Run"] + (0..<3000).map { _ in ">a" } + [">Exit", "<Exit", "<Run", ">Call", "<Call"]
        let slices = try slices(names.joined(separator: " ")).map { $0.drop { $0 == " " } }
        #expect(slices.first == "Run 0...3003")
        #expect(slices.suffix(2) == ["Exit 3001...3002", "Call 3004...3005"])
    }

    @Test func timeThatGoesBackIsReported() {
        let events = [
            TraceEvent(kind: .enter, site: 3, time: 10), TraceEvent(kind: .event, site: 4, time: 5),
            TraceEvent(kind: .exit, site: 3, time: 8),
        ]
        let timeline = timeline(events)
        #expect(recording().describe(timeline) == ["a 10...10"])
        #expect(timeline.moments.map(\.event.time) == [10])
        #expect(timeline.problems.map(\.count) == [2])
    }

    @Test func aSiteThatIsNotThereIsReported() {
        let timeline = timeline([
            TraceEvent(kind: .enter, site: 6, time: 1), TraceEvent(kind: .exit, site: -1, time: 2),
        ])
        #expect(timeline.slices.isEmpty)
        #expect(timeline.problems.map(\.count) == [2])
    }

    /// Whatever comes in, slices nest, and guests' stay inside of hosts'.
    @Test(arguments: 0..<200 as Range<UInt64>) func slicesOfRandomEventsNest(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let kinds: [TraceEvent.Kind] = [.enter, .enter, .exit, .exit, .event, .argument]
        var time: UInt64 = 0
        let events = (0..<500).map { _ in
            time += UInt64.random(in: 0...2, using: &random)
            return TraceEvent(
                kind: kinds.randomElement(using: &random) ?? .enter, site: .random(in: 0..<sites.count, using: &random),
                time: time, value: .unsigned(1))
        }
        let timeline = timeline(events)
        for (index, slice) in timeline.slices.enumerated() {
            #expect(slice.start <= slice.end)
            if index > 0 { #expect(timeline.slices[index - 1].start <= slice.start) }
            guard let parent = slice.parent else {
                #expect(slice.depth == 0)
                continue
            }
            #expect(parent < index)
            #expect(timeline.slices[parent].depth == slice.depth - 1)
            #expect(timeline.slices[parent].start <= slice.start && slice.end <= timeline.slices[parent].end)
        }
        // Siblings do not overlap.
        var latestEnd: [Int?: UInt64] = [:]
        for slice in timeline.slices {
            #expect(latestEnd[slice.parent] ?? 0 <= slice.start)
            latestEnd[slice.parent] = slice.end
        }
        let beginnings = events.count { $0.kind == .enter }
        #expect(timeline.slices.count == beginnings)
        #expect(timeline.moments.map(\.event.time) == timeline.moments.map(\.event.time).sorted())
    }
}
