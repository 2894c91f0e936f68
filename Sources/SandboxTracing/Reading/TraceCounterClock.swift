internal import HostRuntime

/// A recording's clock, which makes times of readings of the time-stamp counter.
struct TraceCounterClock {
    let facts: TraceClock
    /// The counter when the recording began.
    let start: UInt64

    init(_ payload: inout TracePayload) throws(MalformedPayload) {
        let frequency = try payload.fixed()
        guard let source = TraceClock.Source(rawValue: try payload.byte()) else { throw MalformedPayload() }
        let wallStart = try payload.fixed()
        start = try payload.fixed()
        var warnings: [String] = []
        for _ in 0..<(try payload.shortVarint()) { warnings.append(try payload.text(limit: TraceStream.maximumText)) }
        facts = TraceClock(frequency: frequency, source: source, wallStart: wallStart, warnings: warnings)
    }

    /// Nanoseconds since the recording began; nil when 64 bits do not hold them.
    func time(_ counter: UInt64) -> UInt64? {
        guard facts.frequency > 0, counter > start else { return 0 }
        let product = (counter - start).multipliedFullWidth(by: 1_000_000_000)
        guard product.high < facts.frequency else { return nil }
        return facts.frequency.dividingFullWidth(product).quotient
    }
}
