extension TraceRecording {
    /// A track's events as nested slices.
    ///
    /// Beginnings and ends are matched by their names. An end whose name has not begun is reported and ignored. One whose
    /// name has begun further out also ends what is inside, as incomplete. So does the end of a step of the host: a guest's
    /// slice never reaches outside the host's slice that it began in.
    ///
    /// - Parameter track: One of ``tracks``.
    public func timeline(of track: TraceTrack) -> TraceTimeline {
        var builder = TraceTimelineBuilder(sites: sites)
        for event in track.events { builder.add(event) }
        return builder.finish()
    }
}
