import Testing

@testable import SandboxTracing

@Suite("Steps of a timeline")
struct TimelineStepTests {
    private func steps(_ slices: [TraceTimeline.Slice], _ moments: [TraceTimeline.Moment]) -> [TimelineSteps.Step] {
        Array(TimelineSteps(TraceTimeline(slices: slices, moments: moments)))
    }

    @Test func nothing() {
        #expect(steps([], []) == [])
    }

    @Test func momentsOutsideOfSlices() {
        let moments = [SampleTrace.moment(.event, .ready, 1), SampleTrace.moment(.event, .ready, 9)]
        #expect(
            steps([SampleTrace.slice(.call, 2, 8)], moments) == [.moment(0), .enter(0), .exit(0), .moment(1)])
    }

    /// All at one time: what is in what decides.
    @Test func momentsAtTheTimeOfSlices() {
        let slices = [
            SampleTrace.slice(.call, 5, 5), SampleTrace.slice(.run, 5, 5, in: 0, depth: 1),
            SampleTrace.slice(.call, 5, 5),
        ]
        let moments = [
            SampleTrace.moment(.event, .ready, 5, in: 1), SampleTrace.moment(.event, .ready, 5, in: 0),
            SampleTrace.moment(.event, .ready, 5),
        ]
        #expect(
            steps(slices, moments) == [
                .enter(0), .enter(1), .moment(0), .exit(1), .moment(1), .exit(0), .moment(2), .enter(2), .exit(2),
            ])
    }
}
