extension TraceTimeline.Slice {
    /// In nanoseconds.
    var duration: UInt64 { end > start ? end - start : 0 }
}

extension TraceTimeline {
    /// For each slice, the nanoseconds that were spent in it and in none of the slices in it.
    var selfTimes: [UInt64] {
        var times = slices.map(\.duration)
        for slice in slices {
            guard let parent = slice.parent else { continue }
            times[parent] -= min(slice.duration, times[parent])
        }
        return times
    }
}

extension UInt64 {
    /// The sum, or the largest number if that is less: recorded times are a guest's word.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
