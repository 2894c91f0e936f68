/// What all calls of one function, or passes through one block, took.
public struct TraceFunction: Sendable {
    /// What functions can be sorted by. All but the name put the largest first.
    public enum Order: CaseIterable, Sendable {
        /// By ``TraceFunction/selfTime``.
        case selfTime
        /// By ``TraceFunction/total``.
        case total
        /// By ``TraceFunction/calls``.
        case calls
        /// By ``TraceFunction/median``.
        case median
        /// By ``TraceFunction/percentile99``.
        case percentile99
        /// By ``TraceFunction/name``.
        case name
    }

    /// The name, printable and at most 256 bytes long.
    public let name: String
    /// The side that recorded it.
    public let side: TraceSite.Side
    /// The source file, printable, or nil for the runtime's own steps.
    public let file: String?
    /// The line in ``file``.
    public let line: UInt32
    /// How often it began.
    public let calls: Int
    /// Of how many calls the end was not recorded. They count until the end of what they were in.
    public let incompleteCalls: Int
    /// Nanoseconds from beginning to end, of all calls. Calls inside of another one of the same function add nothing.
    public let total: UInt64
    /// Nanoseconds of all calls that were spent in nothing further in that was recorded.
    public let selfTime: UInt64
    /// Nanoseconds from beginning to end that half of the calls took at most.
    public let median: UInt64
    /// Nanoseconds from beginning to end that 99 of 100 calls took at most.
    public let percentile99: UInt64
}

extension TraceReport {
    /// What each function took, over all sandboxes that are shown.
    public func functions(sortedBy order: TraceFunction.Order = .selfTime) -> [TraceFunction] {
        // Sandboxes record the same trace point as a site each.
        var rows: [TraceSite: Int] = [:]
        var sums: [FunctionSum] = []
        let rowOfSite = recording.sites.indices.map { site in
            var key = recording.sites[site]
            key.name = siteNames[site]
            key.file = key.file?.shown
            if let row = rows[key] { return row }
            rows[key] = sums.count
            sums.append(FunctionSum(site: key))
            return sums.count - 1
        }
        var openCalls = Array(repeating: 0, count: sums.count)
        for timeline in timelines { Self.add(timeline, to: &sums, rowOfSite: rowOfSite, openCalls: &openCalls) }
        return sums.compactMap { $0.function() }.sorted { $0.precedes($1, by: order) }
    }

    /// - Parameter openCalls: For each row, how many of the slices around the one that is looked at are its; zeros.
    private static func add(
        _ timeline: TraceTimeline, to sums: inout [FunctionSum], rowOfSite: [Int], openCalls: inout [Int]
    ) {
        var selfTimes = timeline.selfTimes.makeIterator()
        for step in TimelineSteps(timeline) {
            switch step {
            case .enter(let index):
                let slice = timeline.slices[index]
                let row = rowOfSite[slice.site]
                sums[row].add(slice, selfTime: selfTimes.next() ?? 0, isOutermost: openCalls[row] == 0)
                openCalls[row] += 1
            case .exit(let index): openCalls[rowOfSite[timeline.slices[index].site]] -= 1
            case .moment: break
            }
        }
    }
}

/// What is added up of one function's calls.
private struct FunctionSum {
    let site: TraceSite
    var durations: [UInt64] = []
    var incompleteCalls = 0
    var total: UInt64 = 0
    var selfTime: UInt64 = 0

    init(site: TraceSite) {
        self.site = site
    }

    mutating func add(_ slice: TraceTimeline.Slice, selfTime: UInt64, isOutermost: Bool) {
        durations.append(slice.duration)
        if !slice.isComplete { incompleteCalls += 1 }
        if isOutermost { total = total.addingClamped(slice.duration) }
        self.selfTime = self.selfTime.addingClamped(selfTime)
    }

    /// - Returns: Nil if there was no call.
    consuming func function() -> TraceFunction? {
        if durations.isEmpty { return nil }
        durations.sort()
        return TraceFunction(
            name: site.name, side: site.side, file: site.file, line: site.line, calls: durations.count,
            incompleteCalls: incompleteCalls, total: total, selfTime: selfTime, median: percentile(50),
            percentile99: percentile(99))
    }

    /// The nearest rank: the smallest duration such that so many percent of the calls took no longer.
    private func percentile(_ percent: Int) -> UInt64 {
        durations[(durations.count * percent + 99) / 100 - 1]
    }
}

extension TraceFunction {
    fileprivate func precedes(_ other: TraceFunction, by order: Order) -> Bool {
        let (own, others): (UInt64, UInt64) =
            switch order {
            case .selfTime: (selfTime, other.selfTime)
            case .total: (total, other.total)
            case .calls: (UInt64(calls), UInt64(other.calls))
            case .median: (median, other.median)
            case .percentile99: (percentile99, other.percentile99)
            case .name: (0, 0)
            }
        if own != others { return own > others }
        return (name, side.rawValue, file ?? "", line) < (other.name, other.side.rawValue, other.file ?? "", other.line)
    }
}
