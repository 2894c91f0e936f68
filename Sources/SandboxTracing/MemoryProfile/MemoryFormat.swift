internal import HostRuntime

/// A form in which a ``MemoryReport`` can be written.
public enum MemoryFormat: Sendable {
    /// Tables for people: sums, sites, calls with their leaks, and what was live in the course of time.
    case text
    /// A line for each stack of functions, with the bytes of that measure. Tools that draw flame graphs read it.
    case folded(MemoryMeasure)
    /// A flame graph as an SVG file that needs no other file.
    case flameGraph(MemoryMeasure)
    /// What was live in the course of time, as lines of `nanoseconds,bytes,peak` below a title: tables of numbers read it.
    case timeline
}

/// Which bytes stacks are shown with.
public enum MemoryMeasure: String, CaseIterable, Sendable {
    /// All that were allocated, freed or not.
    case allocated
    /// Those that are allocated still.
    case live

    func amount(_ site: MemoryProfile.Site) -> MemoryProfile.Amount {
        self == .live ? site.live : site.allocated
    }
}

extension MemoryReport {
    /// Writes the report piece by piece.
    public func write(_ format: MemoryFormat, to stream: inout some TextOutputStream) {
        switch format {
        case .text: writeText(to: &stream)
        case .folded(let measure): callTree(measure).writeFoldedStacks(to: &stream) { $0.name }
        case .flameGraph(let measure):
            let graph = FlameGraph(
                tree: callTree(measure), unit: .bytes,
                heading: measure == .live ? "Memory that is allocated still" : "Memory that was allocated",
                notes: problemLines)
            graph.write(to: &stream)
        case .timeline: writeTimeline(to: &stream)
        }
    }

    /// The whole report as one string.
    public func string(_ format: MemoryFormat) -> String {
        var text = ""
        write(format, to: &text)
        return text
    }

    private func callTree(_ measure: MemoryMeasure) -> CallTree {
        CallTree(
            zip(profile.sites, stacks).map { site, stack in
                let amount = measure.amount(site)
                let frames = stack.reversed().map { CallTree.Frame(name: self.frames[$0].name, side: .guest) }
                return (frames, amount.blocks, amount.bytes)
            }.filter { $0.1 > 0 })
    }

    private func writeTimeline(to stream: inout some TextOutputStream) {
        stream.write("nanoseconds,bytes,peak\n")
        for moment in profile.timeline {
            stream.write("\(moment.nanoseconds),\(moment.bytes),\(moment.peakBytes)\n")
        }
    }
}
