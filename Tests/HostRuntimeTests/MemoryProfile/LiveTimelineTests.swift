import Testing

@testable import HostRuntime

@Suite("Allocated memory in the course of time")
struct LiveTimelineTests {
    private func timeline(limit: Int, _ notes: [(UInt64, UInt64)]) -> [[UInt64]] {
        var timeline = LiveTimeline(limit: limit)
        for (ticks, bytes) in notes { timeline.note(bytes, at: ticks) }
        return timeline.points.map { [timeline.start(of: $0), $0.peak, $0.last] }
    }

    @Test func whatFitsIsExact() {
        #expect(timeline(limit: 3, [(5, 1), (6, 9), (6, 2), (7, 3)]) == [[5, 1, 1], [6, 9, 2], [7, 3, 3]])
    }

    @Test func momentsBecomeLonger() {
        #expect(
            timeline(limit: 3, [(0, 1), (1, 9), (2, 3), (3, 4), (100, 5)]) == [[0, 9, 9], [2, 4, 4], [100, 5, 5]],
            "two ticks suffice, and what is far apart stays apart")
        #expect(timeline(limit: 1, [(0, 1), (.max, 9), (.max, 3)]) == [[0, 9, 3]])
    }

    @Test func timeThatGoesBackStands() {
        #expect(timeline(limit: 4, [(8, 1), (2, 7), (9, 3)]) == [[8, 7, 7], [9, 3, 3]])
    }

    @Test(arguments: [1, 2, 100])
    func boundedAndInOrder(_ limit: Int) {
        var timeline = LiveTimeline(limit: limit)
        for number: UInt64 in 0..<5000 { timeline.note(number, at: number * number) }
        #expect(timeline.points.count <= limit)
        #expect(timeline.points.count * 4 >= limit, "no coarser than it has to be")
        let starts = timeline.points.map(timeline.start)
        #expect(starts == starts.sorted() && Set(starts).count == starts.count)
        #expect(timeline.points.last?.last == 4999)
        #expect(timeline.points.map(\.peak).max() == 4999)
    }
}
