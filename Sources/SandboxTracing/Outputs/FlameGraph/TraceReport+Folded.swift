extension TraceReport {
    func writeFoldedStacks(to stream: inout some TextOutputStream) {
        CallTree(self).writeFoldedStacks(to: &stream) { "\($0.side.shown) \($0.name)" }
    }
}

extension CallTree {
    /// Writes a line for each stack in which something was measured.
    func writeFoldedStacks(to stream: inout some TextOutputStream, _ name: (Frame) -> String) {
        // The separator of frames must not be in one. Names that get alike by that stay lines of their own.
        let frames = frames.map { name($0).replacing(";", with: ":") }
        var stack: [String] = []
        for node in nodes {
            stack.removeSubrange(node.depth...)
            stack.append(frames[node.frame])
            if node.own > 0 { stream.write("\(stack.joined(separator: ";")) \(node.own)\n") }
        }
    }
}
