/// How much of a recording becomes spans.
///
/// A guest can have more trace points in a millisecond than a backend takes in an hour. What is beyond a limit is counted in
/// an attribute of the span that all of it would have been in.
public struct SpanLimits: Equatable, Sendable {
    /// How many spans are made at most, by default 1,000. The outermost ones are, and of the same depth the earliest;
    /// the others are counted in `swiftlet.dropped_spans`. Negative numbers count as 0.
    public var spans: Int
    /// How many span events are added at most, by default 1,000: the earliest. The others are counted in
    /// `swiftlet.dropped_events`. Negative numbers count as 0.
    public var events: Int

    /// Sets limits; what is left out has its default.
    public init(spans: Int = 1000, events: Int = 1000) {
        self.spans = spans
        self.events = events
    }
}
