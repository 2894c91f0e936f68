/// A block that has begun; it ends when the span does. Expansions of `#traced` have them.
public struct TraceSpan: ~Copyable {
    private let point: TracePoint

    @inline(__always)
    init(_ point: TracePoint) {
        self.point = point
        Trace.record(.begin, point)
    }

    /// However the block is left, it destroys the span.
    @inline(__always)
    deinit {
        Trace.record(.end, point)
    }
}
