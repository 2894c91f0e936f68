/// What happened in a timeline, one after the other: the slices' beginnings and ends, and the moments.
struct TimelineSteps: Sequence, IteratorProtocol {
    /// Each with an index into the timeline's slices or moments.
    enum Step: Equatable {
        case enter(Int)
        case exit(Int)
        case moment(Int)
    }

    private let timeline: TraceTimeline
    private var nextSlice = 0
    private var nextMoment = 0
    private var open: [Int] = []

    init(_ timeline: TraceTimeline) {
        self.timeline = timeline
    }

    mutating func next() -> Step? {
        if nextMoment < timeline.moments.count, isMomentNext {
            if let ended = endedSlice(before: timeline.moments[nextMoment].parent) { return .exit(ended) }
            nextMoment += 1
            return .moment(nextMoment - 1)
        }
        guard nextSlice < timeline.slices.count else { return open.popLast().map(Step.exit) }
        if let ended = endedSlice(before: timeline.slices[nextSlice].parent) { return .exit(ended) }
        open.append(nextSlice)
        nextSlice += 1
        return .enter(nextSlice - 1)
    }

    /// The innermost open slice, which is open no more, unless it is `parent`.
    private mutating func endedSlice(before parent: Int?) -> Int? {
        open.last == parent ? nil : open.popLast()
    }

    private var isMomentNext: Bool {
        guard nextSlice < timeline.slices.count else { return true }
        let (moment, slice) = (timeline.moments[nextMoment], timeline.slices[nextSlice])
        if let parent = moment.parent, parent >= nextSlice { return false }
        if moment.event.time != slice.start { return moment.event.time < slice.start }
        // At the same time: a moment further out would end what the slice is in.
        return depth(moment.parent) >= depth(slice.parent)
    }

    private func depth(_ slice: Int?) -> Int { slice.map { timeline.slices[$0].depth } ?? -1 }
}
