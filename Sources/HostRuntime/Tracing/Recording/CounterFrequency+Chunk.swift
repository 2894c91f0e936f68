extension CounterFrequency {
    /// How a recording that began at `start` tells the time.
    func chunk(_ start: HostTime) -> [UInt8] {
        var chunk = TraceChunk(.clock)
        chunk.append(fixed: hertz)
        chunk.append(byte: source.rawValue)
        chunk.append(fixed: start.wall)
        chunk.append(fixed: start.counter)
        chunk.append(UInt64(warnings.count))
        for warning in warnings { chunk.append(warning, limit: TraceStream.maximumText) }
        return chunk.finished()
    }
}
