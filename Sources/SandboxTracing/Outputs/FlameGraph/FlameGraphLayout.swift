/// Where the frames of a flame graph are: as wide as what was measured in them, on top of what they are in.
struct FlameGraphLayout {
    struct Frame: Equatable {
        /// Index into the tree's nodes, or nil for the whole.
        let node: Int?
        /// How many frames it stands on.
        let level: Int
        /// In thousandths of a pixel, from the left of the graph.
        let left: Int
        let width: Int
    }

    /// Less cannot be seen.
    private static let smallestWidth = 100
    /// More would take browsers long. The widest are kept.
    private static let frameLimit = 20_000

    /// First the whole; each after what it stands on.
    let frames: [Frame]
    /// How many levels there are.
    let levels: Int

    /// - Parameter width: In thousandths of a pixel.
    init(_ tree: CallTree, width: Int) {
        let total = tree.total
        var frames = [Frame(node: nil, level: 0, left: 0, width: width)]
        /// Where the next frame in a node begins, in the tree's unit; last of the whole.
        var lefts = Array(repeating: UInt64(0), count: tree.nodes.count + 1)
        for (index, node) in tree.nodes.enumerated() where node.total > 0 {
            let parent = node.parent ?? tree.nodes.count
            let (start, end) = (lefts[parent], lefts[parent].addingClamped(node.total))
            lefts[index] = start
            lefts[parent] = end
            let left = Self.scaled(start, of: total, to: width)
            let frameWidth = Self.scaled(end, of: total, to: width) - left
            guard frameWidth >= Self.smallestWidth else { continue }
            frames.append(Frame(node: index, level: node.depth + 1, left: left, width: frameWidth))
        }
        if frames.count > Self.frameLimit {
            // What a frame stands on is at least as wide and further down, so it is kept, too.
            frames.sort { ($1.width, $0.level, $0.left) < ($0.width, $1.level, $1.left) }
            frames.removeLast(frames.count - Self.frameLimit)
            frames.sort { ($0.left, $0.level) < ($1.left, $1.level) }
        }
        self.frames = frames
        levels = (frames.map(\.level).max() ?? 0) + 1
    }

    private static func scaled(_ amount: UInt64, of total: UInt64, to width: Int) -> Int {
        // No overflow: a part of the total, times the width, divided by the total, is no more than the width.
        Int(total.dividingFullWidth(min(amount, total).multipliedFullWidth(by: UInt64(width))).quotient)
    }
}
