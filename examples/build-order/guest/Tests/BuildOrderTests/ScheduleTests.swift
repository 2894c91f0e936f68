import Testing

@testable import BuildOrderGuest

struct ScheduleTests {
    /// What makes a schedule right, checked for lists of all shapes.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func everyScheduleIsPossibleAndNotTooLong(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let list = try StepList(parsing: randomList(using: &random))
        let graph = try StepGraph(of: list)
        let workers = Int32.random(in: 1...5, using: &random)
        let schedule = try Schedule(of: graph, workers: workers)

        #expect(Set(schedule.assignments.map(\.step)) == Set(list.steps.values.indices))
        #expect(schedule.assignments.count == list.steps.count)

        var freeFrom = [Int](repeating: 0, count: Int(workers))
        var ends: [Int: Int] = [:]
        for assignment in schedule.assignments {
            #expect(assignment.end - assignment.start == graph.minutes[assignment.step])
            #expect(freeFrom[assignment.worker] <= assignment.start, "the worker has its hands full")
            freeFrom[assignment.worker] = assignment.end
            for need in graph.needs[assignment.step] {
                #expect(try #require(ends[need]) <= assignment.start, "something is missing")
            }
            ends[assignment.step] = assignment.end
        }

        // Graham's bound: no list schedule is longer than the work shared by all plus the longest chain.
        let work = graph.minutes.reduce(0, +)
        let chain = graph.criticalMinutes.max() ?? 0
        #expect(schedule.minutes >= max(chain, work / Int(workers)))
        #expect(schedule.minutes <= work / Int(workers) + chain)
    }

    /// Steps in a random order, each of which needs some of those that come earlier by name.
    private func randomList(using random: inout SplitMix64) -> String {
        let lines = (0..<Int.random(in: 0...40, using: &random)).map { step in
            let needs = (0..<step).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            return "s\(step) \(Int.random(in: 1...9, using: &random)): \(needs.map { "s\($0)" }.joined(separator: " "))"
        }
        return lines.shuffled(using: &random).joined(separator: "\n")
    }
}
