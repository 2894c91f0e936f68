internal import HostRuntime
internal import SandboxTracing
internal import Tracing

/// Makes spans of timelines.
struct SpanEmitter<Root: Span, Receiver: Tracer> {
    private let sites: [TraceSite]
    private let clock: TraceClock
    private let root: Root
    private let tracer: Receiver
    private var limits: SpanLimits

    private(set) var droppedSpans = 0
    private(set) var droppedEvents = 0
    /// The end of the last slice.
    private(set) var latest: DefaultTracerClock.Timestamp

    init(sites: [TraceSite], clock: TraceClock, root: Root, tracer: Receiver, limits: SpanLimits) {
        self.sites = sites
        self.clock = clock
        self.root = root
        self.tracer = tracer
        self.limits = SpanLimits(spans: max(limits.spans, 0), events: max(limits.events, 0))
        latest = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: clock.wallStart)
    }

    mutating func emit(_ timeline: TraceTimeline) {
        let kept = timeline.outermostSlices(limits.spans)
        limits.spans -= kept.count
        droppedSpans += timeline.slices.count - kept.count
        var spans = [Receiver.Span?](repeating: nil, count: timeline.slices.count)
        for index in kept {
            let slice = timeline.slices[index]
            let parent = slice.parent.flatMap { spans[$0]?.context } ?? root.context
            spans[index] = start(slice, in: parent)
            latest = max(latest, instant(slice.end))
        }
        for moment in timeline.moments.prefix(limits.events) { add(moment, of: timeline, to: spans) }
        droppedEvents += max(timeline.moments.count - limits.events, 0)
        limits.events = max(limits.events - timeline.moments.count, 0)
        // What is inside ends first.
        for index in kept.reversed() { spans[index]?.end(at: instant(timeline.slices[index].end)) }
    }

    private func start(_ slice: TraceTimeline.Slice, in parent: ServiceContext) -> Receiver.Span {
        let site = sites[slice.site]
        let span = tracer.startSpan(
            site.name.shownName, context: parent, ofKind: .internal, at: instant(slice.start),
            function: site.name.shownName, file: site.file?.shown ?? "", line: UInt(site.line))
        span.updateAttributes { $0.describe(slice, of: site) }
        return span
    }

    /// Adds an event to the innermost span that there is around it.
    private func add(_ moment: TraceTimeline.Moment, of timeline: TraceTimeline, to spans: [Receiver.Span?]) {
        let site = sites[moment.event.site]
        let event = SpanEvent(moment, of: site, at: instant(moment.event.time))
        var around = moment.parent
        while let index = around, spans[index] == nil { around = timeline.slices[index].parent }
        guard let span = around.flatMap({ spans[$0] }) else { return root.addEvent(event) }
        span.addEvent(event)
        if site.isFailure, case .text(let code) = moment.event.value {
            span.updateAttributes { $0["error.type"] = code.shown }
            span.setStatus(SpanStatus(code: .error))
        }
    }

    /// The wall clock at a time of the recording.
    private func instant(_ time: UInt64) -> DefaultTracerClock.Timestamp {
        let (sum, isTooLarge) = clock.wallStart.addingReportingOverflow(time)
        return DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: isTooLarge ? .max : sum)
    }
}

extension TraceSite {
    /// Whether its events say why a guest cannot go on.
    fileprivate var isFailure: Bool { side == .host && name == HostStep.failure.title }
}

extension TraceTimeline {
    /// The slices that are in the fewest others, `limit` at most. With each slice there is the one that it is in.
    func outermostSlices(_ limit: Int) -> [Int] {
        guard slices.count > limit else { return Array(slices.indices) }
        var counts = [Int](repeating: 0, count: Self.maximumDepth)
        for slice in slices { counts[slice.depth] += 1 }
        var room = limit
        var depth = 0
        while counts[depth] <= room {
            room -= counts[depth]
            depth += 1
        }
        return slices.indices.filter { index in
            guard slices[index].depth == depth else { return slices[index].depth < depth }
            room -= 1
            return room >= 0
        }
    }
}
