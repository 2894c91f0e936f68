public import SandboxTracing
public import Tracing

extension TraceRecording {
    /// Makes spans of what was recorded, with the times at which it happened.
    ///
    /// A slice becomes a span, in the span of the slice that it is in; the outermost ones are in `root`. What happened at a
    /// moment becomes an event of the span that it happened in. `docs/distributed-tracing.md` lists the attributes.
    ///
    /// - Parameters:
    ///   - root: What the spans are made in. It gets counts of what was left out or lost, the recording's warnings and its
    ///     problems as attributes. It must not have ended.
    ///   - tracer: Receives the spans, all of which have ended.
    ///   - limits: How many there are at most.
    public func emitSpans(
        in root: some Span, to tracer: some Tracer, limits: SpanLimits = SpanLimits()
    ) {
        _ = emit(tracks.map(timeline(of:)), in: root, to: tracer, limits: limits)
    }

    /// - Parameter timelines: Those of ``tracks``.
    /// - Returns: The end of the last slice, or when the recording began.
    func emit(
        _ timelines: [TraceTimeline], in root: some Span, to tracer: some Tracer, limits: SpanLimits
    ) -> DefaultTracerClock.Timestamp {
        var emitter = SpanEmitter(sites: sites, clock: clock, root: root, tracer: tracer, limits: limits)
        for timeline in timelines { emitter.emit(timeline) }
        let problems = problems + timelines.flatMap(\.problems)
        root.updateAttributes { attributes in
            attributes.set(count: emitter.droppedSpans, "swiftlet.dropped_spans")
            attributes.set(count: emitter.droppedEvents, "swiftlet.dropped_events")
            let droppedRecords = tracks.reduce(0) { $0 &+ $1.droppedRecords }
            attributes.set(count: Int(clamping: droppedRecords), "swiftlet.dropped_records")
            attributes.set(texts: clock.warnings, "swiftlet.trace.warnings")
            attributes.set(texts: problems.map { "\($0.count) times: \($0.description)" }, "swiftlet.trace.problems")
        }
        return emitter.latest
    }
}

extension SpanAttributes {
    fileprivate mutating func set(count: Int, _ name: String) {
        if count > 0 { self[name] = count }
    }

    fileprivate mutating func set(texts: [String], _ name: String) {
        if !texts.isEmpty { self[name] = texts }
    }
}
