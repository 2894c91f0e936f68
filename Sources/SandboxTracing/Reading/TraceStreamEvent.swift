internal import HostRuntime
internal import Wire

/// An event as the format has it.
struct TraceStreamEvent {
    let kind: TraceEvent.Kind
    /// Ticks since the event before.
    let delta: UInt64
    /// Index into the track's sites.
    let site: UInt32
    let value: TraceValue?

    init(_ payload: inout TracePayload) throws(MalformedPayload) {
        let first = try payload.byte()
        guard let kind = TraceStream.EventKind(rawValue: first & 0xf) else { throw MalformedPayload() }
        delta = try payload.varint()
        site = try payload.shortVarint()
        if kind == .log {
            guard let level = LogLevel(rawValue: first >> 4) else { throw MalformedPayload() }
            self.kind = .log(level: level, message: try payload.text(limit: TraceStream.maximumText))
            value = nil
            return
        }
        self.kind =
            switch kind {
            case .enter: .enter
            case .exit: .exit
            case .event, .log: .event
            case .counter: .counter
            case .argument: .argument
            }
        value = try Self.value(first >> 4, &payload)
    }

    private static func value(_ rawKind: UInt8, _ payload: inout TracePayload) throws(MalformedPayload) -> TraceValue? {
        guard let kind = TraceStream.ValueKind(rawValue: rawKind) else { throw MalformedPayload() }
        switch kind {
        case .none:
            return nil
        case .signed:
            let zigzag = try payload.varint()
            return .signed(Int64(bitPattern: zigzag >> 1 ^ (0 &- (zigzag & 1))))
        case .unsigned:
            return .unsigned(try payload.varint())
        case .float:
            return .float(Double(bitPattern: try payload.fixed()))
        case .bool:
            let byte = try payload.byte()
            guard byte <= 1 else { throw MalformedPayload() }
            return .bool(byte == 1)
        case .text:
            return .text(try payload.text(limit: TraceStream.maximumText))
        }
    }
}
