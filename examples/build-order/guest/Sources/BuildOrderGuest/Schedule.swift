import BitCollections
import HeapModule

/// Who does which step when.
struct Schedule {
    struct Assignment: Equatable {
        let step: Int
        let worker: Int
        /// In minutes from the beginning.
        let start: Int
        let end: Int
    }

    /// In the order of their start.
    private(set) var assignments: [Assignment] = []

    static let workerCounts: ClosedRange<Int32> = 1...64

    // sample: heap
    /// Whenever a worker is free, it takes, of the steps that wait for nothing, the one that holds up most.
    init(of graph: StepGraph, workers: Int32) throws(PlanError) {
        guard Self.workerCounts.contains(workers) else { throw .workers(workers) }
        var waiting = graph.needs.map { $0.count }
        var ready = Heap<ReadyStep>()
        var running = Heap<RunningStep>()
        var idle = BitSet(0..<Int(workers))
        for step in waiting.indices where waiting[step] == 0 { ready.insert(ReadyStep(step, in: graph)) }

        var now = 0
        while true {
            while let worker = idle.first, let next = ready.popMax() {
                idle.remove(worker)
                let end = now + graph.minutes[next.step]
                assignments.append(Assignment(step: next.step, worker: worker, start: now, end: end))
                running.insert(RunningStep(end: end, worker: worker, step: next.step))
            }

            guard let end = running.min?.end else { return }
            now = end
            while let finished = running.min, finished.end == now {
                running.removeMin()
                idle.insert(finished.worker)
                for dependent in graph.dependents[finished.step] {
                    waiting[dependent] -= 1
                    if waiting[dependent] == 0 { ready.insert(ReadyStep(dependent, in: graph)) }
                }
            }
        }
    }
    // end sample

    /// When the last step ends, in minutes from the beginning.
    var minutes: Int {
        var last = 0
        for assignment in assignments { last = max(last, assignment.end) }
        return last
    }
}

/// The more a step holds up, the greater; of two equal ones the earlier in the list is greater.
private struct ReadyStep: Comparable {
    let step: Int
    let criticalMinutes: Int

    init(_ step: Int, in graph: StepGraph) {
        self.step = step
        criticalMinutes = graph.criticalMinutes[step]
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.criticalMinutes, right.step) < (right.criticalMinutes, left.step)
    }
}

/// The sooner a step ends, the smaller.
private struct RunningStep: Comparable {
    let end: Int
    let worker: Int
    let step: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.end, left.worker) < (right.end, right.worker)
    }
}
