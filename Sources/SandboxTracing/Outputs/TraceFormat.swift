/// A form in which a ``TraceReport`` can be written.
public enum TraceFormat: CaseIterable, Sendable {
    /// Lines for people: what began and ended when, indented by what it was in.
    case text
    /// JSON in Chrome's trace event format, which Perfetto and `chrome://tracing` open.
    case chrome
    /// A line for each stack of functions, with the nanoseconds that were spent there and in nothing further in. Tools that
    /// draw flame graphs read it.
    case folded
    /// A flame graph as an SVG file that needs no other file.
    case flameGraph
}

extension TraceReport {
    /// Writes the report piece by piece, so that only the recording needs much memory.
    public func write(_ format: TraceFormat, to stream: inout some TextOutputStream) {
        switch format {
        case .text: writeText(to: &stream)
        case .chrome: writeChromeTrace(to: &stream)
        case .folded: writeFoldedStacks(to: &stream)
        case .flameGraph: writeFlameGraph(to: &stream)
        }
    }

    /// The whole report as one string.
    public func string(_ format: TraceFormat) -> String {
        var text = ""
        write(format, to: &text)
        return text
    }
}
