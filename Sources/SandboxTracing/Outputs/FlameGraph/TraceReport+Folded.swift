extension TraceReport {
    func writeFoldedStacks(to stream: inout some TextOutputStream) {
        let tree = CallTree(self)
        // The separator of frames must not be in one. Names that get alike by that stay lines of their own.
        let frames = tree.frames.map { "\($0.side.shown) \($0.name.replacing(";", with: ":"))" }
        var stack: [String] = []
        for node in tree.nodes {
            stack.removeSubrange(node.depth...)
            stack.append(frames[node.frame])
            if node.selfTime > 0 { stream.write("\(stack.joined(separator: ";")) \(node.selfTime)\n") }
        }
    }
}
