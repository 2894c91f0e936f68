import Testing

@testable import SandboxTracing

@Suite("What of a trace is shown")
struct TraceFilterTests {
    /// The names of what is shown, indented by their depth.
    private func shown(_ change: (inout TraceFilter) -> Void) -> [String] {
        var filter = TraceFilter()
        change(&filter)
        let report = SampleTrace.report(filter)
        return report.timelines.flatMap { timeline in
            for (index, slice) in timeline.slices.enumerated() {
                #expect(slice.parent.map { $0 < index } ?? true)
                #expect(slice.depth == slice.parent.map { timeline.slices[$0].depth + 1 } ?? 0)
            }
            return timeline.slices.map { String(repeating: " ", count: $0.depth) + report.siteNames[$0.site].prefix(9) }
        }
    }

    @Test func everything() {
        let report = SampleTrace.report()
        #expect(report.timelines.map(\.slices.count) == [6, 6])
        #expect(report.timelines.map(\.moments.count) == [5, 0])
    }

    @Test func oneSandbox() {
        #expect(shown { $0.tracks = [7] }.count == 6)
        #expect(shown { $0.tracks = [1] } == [])
        var filter = TraceFilter()
        filter.tracks = [7]
        #expect(SampleTrace.report(filter).recording.tracks.map(\.number) == [7])
    }

    @Test func oneSide() {
        #expect(shown { ($0.side, $0.tracks) = (.guest, [0]) } == ["greet(_:)", " format", " format"])
        #expect(shown { ($0.side, $0.tracks) = (.host, [0]) } == ["call", " KVM_RUN", "  hostPrint"])
    }

    @Test func functionsWithWhatIsInThem() {
        #expect(shown { $0.functions = ["greet(_:)"] } == ["greet(_:)", " format", " hostPrint", " format"])
        #expect(shown { $0.functions = ["format", "hostPrint"] } == ["format", "hostPrint", "format"])
        #expect(shown { $0.functions = [#"\0\u{1B}[31m"#] }.count == 4)
        #expect(shown { $0.functions = ["nothing"] } == [])
    }

    @Test func longSlices() {
        #expect(
            shown { ($0.minimumDuration, $0.tracks) = (900_000, [0]) } == [
                "call", " KVM_RUN", "  greet(_:)", "   hostPrint",
            ])
        #expect(shown { ($0.minimumDuration, $0.tracks) = (900_001, [0]) } == ["call", " KVM_RUN", "  greet(_:)"])
    }

    @Test func allConditionsTogether() {
        #expect(
            shown {
                $0.functions = ["greet(_:)"]
                $0.side = .host
                $0.minimumDuration = 1
            } == ["hostPrint"])
    }

    @Test func momentsAreInWhatIsShown() {
        var filter = TraceFilter()
        filter.minimumDuration = 1
        #expect(SampleTrace.report(filter).timelines[0].moments.map(\.parent) == [2, 2, 2, 2, nil])
        filter = TraceFilter()
        filter.functions = ["greet(_:)"]
        #expect(SampleTrace.report(filter).timelines[0].moments.map(\.parent) == [1, 0, 0, 0])
        filter.side = .host
        #expect(SampleTrace.report(filter).timelines[0].moments.isEmpty)
    }

    /// What is left out counts for what it is in.
    @Test func timeOfWhatIsLeftOut() {
        var filter = TraceFilter()
        filter.side = .guest
        filter.tracks = [0]
        #expect(
            SampleTrace.report(filter).string(.folded) == """
                guest greet(_:) 1510000
                guest greet(_:);guest format 50001

                """)
    }
}
