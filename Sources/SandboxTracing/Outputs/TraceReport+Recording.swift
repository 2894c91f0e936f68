extension TraceReport {
    /// What outputs show of a recording.
    ///
    /// - Complexity: Linear in the number of events, in time and memory.
    public init(_ recording: TraceRecording, filter: TraceFilter = TraceFilter()) {
        self.init(recording, timelines: recording.tracks.map { recording.timeline(of: $0) }, filter: filter)
    }
}
