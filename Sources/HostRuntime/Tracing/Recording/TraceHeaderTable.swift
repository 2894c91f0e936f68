internal import Wire

/// The first byte of an event of the stream, for each kind and type of value that a guest's record may have.
struct TraceHeaderTable {
    /// Eight types of values a kind; zero where there is no such event.
    private let firstBytes: [UInt8]

    static let shared = TraceHeaderTable()

    private init() {
        var firstBytes = [UInt8](repeating: 0, count: 64)
        for kind in TraceRecord.Kind.allCases {
            for type in TraceRecord.ValueType.allCases where type != .none || !kind.needsValue {
                firstBytes[Int(kind.rawValue) << 3 | Int(type.rawValue)] =
                    kind.inStream.rawValue | type.inStream.rawValue << 4
            }
        }
        self.firstBytes = firstBytes
    }

    /// - Parameter upper: The upper 16 bits of the site's word: kind and type.
    @inline(__always)
    subscript(_ upper: GuestNumber) -> UInt8 {
        guard upper & 0xf8f8 == 0, let index = (upper >> 5 | upper & 7).index(below: firstBytes.count) else { return 0 }
        return firstBytes[index]
    }

    static func isArgument(_ firstByte: UInt8) -> Bool { firstByte & 0xf == TraceStream.EventKind.argument.rawValue }
}

extension TraceRecord.Kind {
    fileprivate var needsValue: Bool {
        switch self {
        case .enter, .exit, .begin, .end, .event: false
        case .counter, .argument: true
        }
    }

    /// Functions and blocks begin and end alike.
    fileprivate var inStream: TraceStream.EventKind {
        switch self {
        case .enter, .begin: .enter
        case .exit, .end: .exit
        case .event: .event
        case .counter: .counter
        case .argument: .argument
        }
    }
}

extension TraceRecord.ValueType {
    fileprivate var inStream: TraceStream.ValueKind {
        switch self {
        case .none: .none
        case .signed: .signed
        case .unsigned: .unsigned
        case .float: .float
        case .bool: .bool
        }
    }
}
