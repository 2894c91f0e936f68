/// What was measured in functions, merged by the functions that they were called in: a node for each stack that occurred.
struct CallTree {
    /// What is told apart: outputs of trees show no more of a function.
    struct Frame: Hashable, Comparable {
        let name: String
        let side: TraceSite.Side

        static func < (first: Frame, second: Frame) -> Bool {
            // The order of the bytes, which is the same whatever a Unicode version says.
            if first.name == second.name { return first.side.rawValue < second.side.rawValue }
            return first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
        }
    }

    struct Node {
        /// Index into ``CallTree/frames``.
        let frame: Int
        let parent: Int?
        let depth: Int
        var calls: UInt64 = 0
        /// What was measured in this node alone, such as nanoseconds, and with all below it.
        var own: UInt64 = 0
        var total: UInt64 = 0
    }

    /// What is deeper counts as the deepest that is a node. The length of what is written grows with the square of
    /// this, and a guest decides how deep its calls are.
    static let depthLimit = 256

    /// In their order, which is that of the nodes of one parent.
    let frames: [Frame]
    /// Each after the one that it is in, and before its siblings that come later.
    let nodes: [Node]

    init(_ report: TraceReport) {
        let siteFrames = zip(report.siteNames, report.recording.sites).map { Frame(name: $0, side: $1.side) }
        frames = Set(siteFrames).sorted()
        let frameIndices = Dictionary(uniqueKeysWithValues: zip(frames, frames.indices))
        let frameOfSite = siteFrames.map { frameIndices[$0] ?? 0 }
        var builder = Builder()
        for timeline in report.timelines { builder.add(timeline, frameOfSite: frameOfSite) }
        nodes = builder.sortedNodes()
    }

    /// - Parameter stacks: What was measured, and how often, and in which functions, the outermost first.
    init(_ stacks: [(frames: [Frame], calls: UInt64, own: UInt64)]) {
        frames = Set(stacks.flatMap(\.frames)).sorted()
        let frameIndices = Dictionary(uniqueKeysWithValues: zip(frames, frames.indices))
        var builder = Builder()
        for stack in stacks {
            builder.add(stack.frames.compactMap { frameIndices[$0] }, calls: stack.calls, own: stack.own)
        }
        nodes = builder.sortedNodes()
    }

    /// What was measured in all nodes.
    var total: UInt64 {
        nodes.reduce(0) { $1.parent == nil ? $0.addingClamped($1.total) : $0 }
    }
}

extension CallTree {
    /// Nodes in the order in which their stacks first occurred.
    private struct Builder {
        struct Child: Hashable {
            let parent: Int?
            let frame: Int
        }

        var nodes: [Node] = []
        var indices: [Child: Int] = [:]

        mutating func add(_ timeline: TraceTimeline, frameOfSite: [Int]) {
            var nodeOfSlice: [Int] = []
            nodeOfSlice.reserveCapacity(timeline.slices.count)
            for (slice, selfTime) in zip(timeline.slices, timeline.selfTimes) {
                let parent = slice.parent.map { nodeOfSlice[$0] }
                let node: Int
                if let parent, nodes[parent].depth + 1 >= CallTree.depthLimit {
                    node = parent
                } else {
                    node = self.node(Child(parent: parent, frame: frameOfSite[slice.site]))
                    nodes[node].calls += 1
                }
                nodes[node].own = nodes[node].own.addingClamped(selfTime)
                nodeOfSlice.append(node)
            }
        }

        mutating func add(_ frames: [Int], calls: UInt64, own: UInt64) {
            var parent: Int?
            for frame in frames.prefix(CallTree.depthLimit) {
                let node = node(Child(parent: parent, frame: frame))
                nodes[node].calls = nodes[node].calls.addingClamped(calls)
                parent = node
            }
            if let parent { nodes[parent].own = nodes[parent].own.addingClamped(own) }
        }

        private mutating func node(_ child: Child) -> Int {
            if let index = indices[child] { return index }
            let depth = child.parent.map { nodes[$0].depth + 1 } ?? 0
            nodes.append(Node(frame: child.frame, parent: child.parent, depth: depth))
            indices[child] = nodes.count - 1
            return nodes.count - 1
        }

        /// Depth first, siblings in the order of their frames.
        consuming func sortedNodes() -> [Node] {
            var children: [[Int]] = Array(repeating: [], count: nodes.count)
            var pending: [Int] = []
            // Backwards, so that a node's total is complete when it is added to its parent's.
            for index in nodes.indices.reversed() {
                nodes[index].total = nodes[index].total.addingClamped(nodes[index].own)
                if let parent = nodes[index].parent {
                    nodes[parent].total = nodes[parent].total.addingClamped(nodes[index].total)
                    children[parent].append(index)
                } else {
                    pending.append(index)
                }
            }
            pending.sort { nodes[$0].frame > nodes[$1].frame }

            var sorted: [Node] = []
            var places = Array(repeating: 0, count: nodes.count)
            while let index = pending.popLast() {
                let node = nodes[index]
                places[index] = sorted.count
                sorted.append(
                    Node(
                        frame: node.frame, parent: node.parent.map { places[$0] }, depth: node.depth,
                        calls: node.calls, own: node.own, total: node.total))
                pending += children[index].sorted { nodes[$0].frame > nodes[$1].frame }
            }
            return sorted
        }
    }
}
