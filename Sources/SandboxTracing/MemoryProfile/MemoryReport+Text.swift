internal import HostRuntime

extension MemoryReport {
    /// How many sites, and how many leaks of a call, are worth reading.
    private static let shownSites = 20
    private static let shownLeaks = 5
    /// How many callers of a site are shown.
    private static let shownCallers = 3

    func writeText(to stream: inout some TextOutputStream) {
        let lines = sumLines + problemLines + siteLines + callLines + timelineLines
        for line in lines { stream.write(line + "\n") }
    }

    private var sumLines: [String] {
        [
            "allocated  \(profile.allocated.text)", "freed      \(profile.freed.text)",
            "live       \(profile.live.text)", "peak       \(ByteText.short(profile.peakBytes))",
        ]
    }

    /// What may be wrong with what is shown, a line for each.
    package var problemLines: [String] {
        if profile.events == 0 {
            return [
                """
                note: the guest told of no allocation. Either it allocated nothing, or it was built without trace points: \
                build it with the package trait Tracing, as by `swiftlet build -- --traits Tracing`
                """
            ]
        }
        let problems = profile.problems
        return [
            (problems.unknownFrees, "blocks were freed that are older than the profile, or never were allocated"),
            (problems.repeatedAllocations, "blocks were allocated twice without being freed"),
            (problems.impossibleAllocations, "allocations do not lie in the guest's heap, and are left out"),
            (problems.brokenStacks, "allocations have a stack that could not be read to its end"),
            (problems.deepStacks, "allocations have a deeper stack than is kept: the outermost functions are missing"),
            (problems.allocationsWithoutSite, "allocations are of unknown sites, since there are too many"),
            (problems.allocationsNotFollowed, "allocations are missing in what is live, since there are too many"),
            (problems.callsNotKept, "calls are missing, since there are too many"),
        ].filter { $0.0 > 0 }.map { "note: \($0.0) \($0.1)" }
    }

    // MARK: Sites

    private var siteLines: [String] {
        let sites = profile.sites.indices.filter { profile.sites[$0].allocated.blocks > 0 }.sorted { first, second in
            profile.sites[first].rank(first) > profile.sites[second].rank(second)
        }
        guard !sites.isEmpty else { return [] }
        var lines = ["", "Sites, those with the most live memory first", Self.siteTitle]
        for index in sites.prefix(Self.shownSites) {
            let site = profile.sites[index]
            let columns = [
                ByteText.short(site.live.bytes), ByteText.short(site.peakBytes), ByteText.short(site.allocated.bytes),
                String(site.allocated.blocks),
            ]
            lines.append(columns.map { $0.right(12) }.joined() + "  " + place(ofSite: index))
        }
        let others = sites.dropFirst(Self.shownSites)
        if !others.isEmpty {
            var rest = UInt64(0)
            for index in others { rest = rest.addingClamped(profile.sites[index].allocated.bytes) }
            lines.append("  and \(others.count) other sites, which allocated \(ByteText.short(rest))")
        }
        return lines
    }

    private static let siteTitle =
        ["LIVE", "PEAK", "ALLOCATED", "ALLOCATIONS"].map { $0.right(12) }.joined() + "  FUNCTION, BY ITS CALLERS"

    private func place(ofSite site: Int) -> String {
        guestStack(ofSite: site).prefix(Self.shownCallers + 1).map(\.text).joined(separator: " < ")
    }

    // MARK: Calls

    private var callLines: [String] {
        guard !profile.calls.isEmpty else { return [] }
        var lines = ["", "Calls, in order", Self.callTitle]
        for call in profile.calls {
            let columns = [
                ByteText.short(call.allocated.bytes), ByteText.short(call.freed.bytes),
                ByteText.short(call.peakBytes), ByteText.short(call.leaked.bytes),
            ]
            let name = call.function?.shownName ?? "(start)"
            lines.append(
                columns.map { $0.right(12) }.joined() + "  \(name)\(call.hasReturned ? "" : ", which did not return")")
            lines += call.leaks.prefix(Self.shownLeaks).map { leak in
                "      left \(leak.amount.text): \(place(ofSite: leak.site))"
            }
        }
        return lines
    }

    private static let callTitle =
        ["ALLOCATED", "FREED", "PEAK", "LEFT"].map { $0.right(12) }.joined() + "  FUNCTION"

    // MARK: Time

    private static let columns = 64
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// What was live at most in equal parts of the time, as bars.
    private var timelineLines: [String] {
        guard let first = profile.timeline.first, let last = profile.timeline.last else { return [] }
        let start = first.nanoseconds
        let span = max(last.nanoseconds - start, 1)
        var peaks = [UInt64?](repeating: nil, count: Self.columns)
        var ends = peaks
        for moment in profile.timeline {
            // No overflow: a part of the span, times the columns, divided by the span.
            let product = (moment.nanoseconds - start).multipliedFullWidth(by: UInt64(Self.columns - 1))
            let column = Int(span.dividingFullWidth(product).quotient)
            peaks[column] = max(peaks[column] ?? 0, moment.peakBytes)
            ends[column] = moment.bytes
        }
        let highest = max(profile.timeline.map(\.peakBytes).max() ?? 0, 1)
        var level: UInt64 = 0
        var bars = ""
        for (peak, end) in zip(peaks, ends) {
            let value = max(peak ?? level, level)
            bars.append(value == 0 ? " " : Self.bar(value, of: highest))
            level = end ?? level
        }
        return [
            "",
            "Live memory from \(TimeText.short(start)) to \(TimeText.short(last.nanoseconds)), "
                + "at most \(ByteText.short(highest))", "  " + bars,
        ]
    }

    private static func bar(_ value: UInt64, of highest: UInt64) -> Character {
        let product = value.multipliedFullWidth(by: UInt64(bars.count - 1))
        return bars[Int(highest.dividingFullWidth(product).quotient)]
    }
}

extension MemoryProfile.Amount {
    fileprivate var text: String { "\(ByteText.short(bytes)) in \(blocks) \(blocks == 1 ? "block" : "blocks")" }
}

extension MemoryProfile.Site {
    /// By which sites are sorted.
    fileprivate func rank(_ index: Int) -> (UInt64, UInt64, UInt64, Int) {
        (live.bytes, peakBytes, allocated.bytes, -index)
    }
}

extension String {
    fileprivate func right(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
