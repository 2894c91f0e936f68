/// Finds out which events are whose beginning and end.
struct TraceTimelineBuilder {
    /// A slice that has not ended.
    private struct Open {
        let slice: Int
        let name: Int
        /// Where the same name is open further out, on the stack.
        let sameName: Int?
        /// The innermost slice of the host further out, on the stack.
        let host: Int?
        /// The guest's beginnings inside this one that were too deep to be kept, and have not ended.
        var tooDeep: UInt64 = 0
    }

    private struct SiteName: Hashable {
        let side: TraceSite.Side
        let name: String
    }

    /// Something that captured values belong to.
    private enum Owner {
        case slice(Int)
        case moment(Int)
    }

    private enum Problem: UInt8 {
        case unknownSite
        case unbalancedExit
        case missingExit
        case tooDeep
        case orphanArgument
        case timeBackwards

        var description: String {
            switch self {
            case .unknownSite: "events are of a trace point that is not in the recording, and not used"
            case .unbalancedExit: "ends are of what has not begun, and not used"
            case .missingExit: "beginnings have no end: they end with what they are in"
            case .tooDeep: "beginnings are more than \(TraceTimeline.maximumDepth) deep, and not used"
            case .orphanArgument: "captured values belong to nothing that was recorded, and are not used"
            case .timeBackwards: "events are older than the one before: they count as later"
            }
        }
    }

    /// Levels that only the host may use: a guest's recursion must not hide what the host does.
    private static let depthForHost = 16

    private let sites: [TraceSite]
    private var timeline = TraceTimeline()
    private var stack: [Open] = []
    /// For each site, the number of its name: the beginning and the end of a step can be in different lines.
    private let names: [Int]
    /// For each name, where on the stack it is open innermost.
    private var openAt: [Int?]
    /// Where on the stack the innermost slice of the host is.
    private var host: Int?
    private var latestOfGuest: Owner?
    private var latestTime: UInt64 = 0
    private var problems = TraceProblemCounts<Problem>()

    init(sites: [TraceSite]) {
        self.sites = sites
        var numbers: [SiteName: Int] = [:]
        names = sites.map { site in
            let name = SiteName(side: site.side, name: site.name)
            let number = numbers[name] ?? numbers.count
            numbers[name] = number
            return number
        }
        openAt = Array(repeating: nil, count: numbers.count)
    }

    mutating func add(_ event: TraceEvent) {
        guard sites.indices.contains(event.site) else {
            problems.report(.unknownSite)
            return
        }
        if event.time < latestTime { problems.report(.timeBackwards) }
        latestTime = max(latestTime, event.time)
        switch event.kind {
        case .enter:
            begin(event.site)
        case .exit:
            end(event.site)
            if sites[event.site].side == .guest { latestOfGuest = nil }
        case .event, .counter, .log:
            addMoment(event)
        case .argument:
            addArgument(event)
        }
    }

    consuming func finish() -> TraceTimeline {
        closeSlices(from: 0)
        timeline.problems = problems.problems(\.description)
        return timeline
    }

    private mutating func begin(_ site: Int) {
        let isHost = sites[site].side == .host
        if !isHost { latestOfGuest = nil }
        guard stack.count < TraceTimeline.maximumDepth - (isHost ? 0 : Self.depthForHost) else {
            problems.report(.tooDeep)
            if !isHost { stack[stack.count - 1].tooDeep += 1 }
            return
        }
        let slice = timeline.slices.count
        timeline.slices.append(
            TraceTimeline.Slice(
                site: site, start: latestTime, end: latestTime, parent: stack.last?.slice, depth: stack.count,
                arguments: [], isComplete: false))
        if !isHost { latestOfGuest = .slice(slice) }
        let name = names[site]
        stack.append(Open(slice: slice, name: name, sameName: openAt[name], host: host))
        openAt[name] = stack.count - 1
        if isHost { host = stack.count - 1 }
    }

    private mutating func end(_ site: Int) {
        let isHost = sites[site].side == .host
        if !isHost, let last = stack.indices.last, stack[last].tooDeep > 0 {
            stack[last].tooDeep -= 1
            return
        }
        // A guest cannot end what the host has begun, nor what it had begun itself before that.
        let outermost = isHost ? 0 : host.map { $0 + 1 } ?? 0
        guard let position = openAt[names[site]], position >= outermost else {
            problems.report(.unbalancedExit)
            return
        }
        closeSlices(from: position + 1)
        close(isComplete: true)
    }

    private mutating func closeSlices(from position: Int) {
        while stack.count > position {
            problems.report(.missingExit)
            close(isComplete: false)
        }
    }

    private mutating func close(isComplete: Bool) {
        guard let open = stack.popLast() else { return }
        timeline.slices[open.slice].end = latestTime
        timeline.slices[open.slice].isComplete = isComplete
        openAt[open.name] = open.sameName
        host = open.host
    }

    private mutating func addMoment(_ event: TraceEvent) {
        var event = event
        event.time = latestTime
        if sites[event.site].side == .guest { latestOfGuest = .moment(timeline.moments.count) }
        timeline.moments.append(TraceTimeline.Moment(event: event, parent: stack.last?.slice, arguments: []))
    }

    private mutating func addArgument(_ event: TraceEvent) {
        guard let latestOfGuest, let value = event.value else {
            problems.report(.orphanArgument)
            return
        }
        let argument = (name: sites[event.site].name, value: value)
        switch latestOfGuest {
        case .slice(let index): timeline.slices[index].arguments.append(argument)
        case .moment(let index): timeline.moments[index].arguments.append(argument)
        }
    }
}
