extension TraceReport {
    func writeFlameGraph(to stream: inout some TextOutputStream) {
        let place =
            recording.tracks.count == 1 ? recording.tracks[0].shownName : "\(recording.tracks.count) sandboxes"
        let graph = FlameGraph(
            tree: CallTree(self), unit: .time, heading: "Time in \(place)", notes: imageLines + warningLines)
        graph.write(to: &stream)
    }
}
