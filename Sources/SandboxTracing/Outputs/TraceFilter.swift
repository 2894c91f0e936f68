/// Which part of a recording outputs show.
///
/// A slice that is left out counts as time of the slice that it is in: who leaves out the host sees how long guest functions
/// took, calls of the host included.
public struct TraceFilter: Sendable {
    /// The numbers of the sandboxes to show, or nil for all.
    public var tracks: Set<UInt32>?
    /// The functions and blocks to show, with all that happened in them, by their names as outputs show them. All if empty.
    public var functions: Set<String> = []
    /// The side to show, or nil for both.
    public var side: TraceSite.Side?
    /// Shorter slices are left out, in nanoseconds.
    public var minimumDuration: UInt64 = 0

    /// Shows everything.
    public init() {}
}

extension TraceTimeline {
    /// - Parameter names: How outputs show the names of `sites`.
    func filtered(by filter: TraceFilter, sites: [TraceSite], names: [String]) -> TraceTimeline {
        var shown: [Slice] = []
        /// For each slice, the one among `shown` that it is, or that it is in.
        var surroundings: [Int?] = []
        /// For each slice, whether it is one of the functions that are asked for, or in one.
        var isAskedFor: [Bool] = []
        surroundings.reserveCapacity(slices.count)
        isAskedFor.reserveCapacity(slices.count)

        for var slice in slices {
            let surrounding = slice.parent.flatMap { surroundings[$0] }
            let isInFunction =
                filter.functions.isEmpty || slice.parent.map { isAskedFor[$0] } == true
                || filter.functions.contains(names[slice.site])
            isAskedFor.append(isInFunction)
            guard isInFunction, filter.side == nil || sites[slice.site].side == filter.side,
                slice.duration >= filter.minimumDuration
            else {
                surroundings.append(surrounding)
                continue
            }
            slice.parent = surrounding
            slice.depth = surrounding.map { shown[$0].depth + 1 } ?? 0
            surroundings.append(shown.count)
            shown.append(slice)
        }

        let moments = moments.compactMap { moment -> Moment? in
            guard filter.functions.isEmpty || moment.parent.map({ isAskedFor[$0] }) == true,
                filter.side == nil || sites[moment.event.site].side == filter.side
            else { return nil }
            var moment = moment
            moment.parent = moment.parent.flatMap { surroundings[$0] }
            return moment
        }
        return TraceTimeline(slices: shown, moments: moments, problems: problems)
    }
}
