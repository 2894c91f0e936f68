import DequeModule
import OrderedCollections

/// Which steps wait for which. A step is named by its position in the list.
struct StepGraph {
    let minutes: [Int]
    let needs: [[Int]]
    let dependents: [[Int]]
    /// How long the longest chain takes that begins with the step: what it holds up.
    let criticalMinutes: [Int]

    init(of list: StepList) throws(PlanError) {
        var needs: [[Int]] = []
        var dependents = [[Int]](repeating: [], count: list.steps.count)
        for (name, step) in list.steps {
            var positions: [Int] = []
            for need in step.needs {
                guard let position = list.steps.index(forKey: need) else {
                    throw .unknown(step: need, neededBy: name)
                }
                dependents[position].append(needs.count)
                positions.append(position)
            }
            needs.append(positions)
        }

        let order: [Int]
        switch Self.sort(needs, dependents) {
        case .order(let positions):
            order = positions
        case .cycle(let positions):
            throw .cycle(positions.map { list.steps.keys[$0] })
        }

        let minutes = list.steps.values.map { $0.minutes }
        var criticalMinutes = minutes
        for position in order.reversed() {
            var longest = 0
            for dependent in dependents[position] { longest = max(longest, criticalMinutes[dependent]) }
            criticalMinutes[position] += longest
        }

        self.minutes = minutes
        self.needs = needs
        self.dependents = dependents
        self.criticalMinutes = criticalMinutes
    }

    private enum Sorting {
        /// Every step after all that it needs.
        case order([Int])
        case cycle([Int])
    }

    // sample: deque
    /// Kahn's algorithm: takes away steps that wait for nothing, until none are left.
    private static func sort(_ needs: [[Int]], _ dependents: [[Int]]) -> Sorting {
        var waiting = needs.map { $0.count }
        var free = UniqueDeque<Int>()
        for position in waiting.indices where waiting[position] == 0 { free.append(position) }
        var order: [Int] = []
        while let position = free.popFirst() {
            order.append(position)
            for dependent in dependents[position] {
                waiting[dependent] -= 1
                if waiting[dependent] == 0 { free.append(dependent) }
            }
        }
        guard let stuck = waiting.firstIndex(where: { $0 > 0 }) else { return .order(order) }
        return .cycle(cycle(from: stuck, needs, waiting))
    }
    // end sample

    /// Follows a step that is stuck to one that it is stuck behind, until it meets one again.
    private static func cycle(from stuck: Int, _ needs: [[Int]], _ waiting: [Int]) -> [Int] {
        var path: OrderedSet<Int> = []
        var position: Int? = stuck
        while let current = position {
            let (inserted, index) = path.append(current)
            guard inserted else { return Array(path.elements[index...]) }
            position = needs[current].first { waiting[$0] > 0 }
        }
        return []
    }
}
