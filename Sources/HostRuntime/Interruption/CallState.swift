/// Which call a sandbox is running, and whether it is to end: one word, so that a request and the end of the call meet in it.
struct CallState: Equatable {
    enum Phase: UInt64 {
        case idle
        case running
        case cancelled
        case deadlineExceeded
        case processorTimeExceeded
    }

    let word: UInt64

    init(word: UInt64) { self.word = word }

    private init(call: UInt64, _ phase: Phase) { word = call << Self.phaseBits | phase.rawValue }

    private static let phaseBits = 3

    var phase: Phase { Phase(rawValue: word & (1 << Self.phaseBits - 1)) ?? .idle }

    /// The number of the call, the first of which is 1. It does not come back within the life of any sandbox.
    private var call: UInt64 { word >> Self.phaseBits }

    static let initial = CallState(call: 0, .idle)

    /// What follows when the next call begins.
    @inline(__always)
    var begun: CallState { CallState(call: call &+ 1, .running) }

    /// What follows when the call is over.
    @inline(__always)
    var ended: CallState { CallState(call: call, .idle) }

    /// Whether this is what follows when somebody wants the call to end that is running in `other`.
    func isStopped(_ other: CallState) -> Bool { call == other.call && StopReason(phase) != nil }

    /// What follows when somebody wants the call to end.
    func stopped(_ reason: StopReason) -> CallState { CallState(call: call, reason.phase) }
}

/// Why a call is ended before it returns.
enum StopReason {
    /// Somebody asked for it.
    case cancelled
    /// Its deadline has come.
    case deadlineExceeded
    /// It has had its share of the processor.
    case processorTimeExceeded

    fileprivate var phase: CallState.Phase {
        switch self {
        case .cancelled: .cancelled
        case .deadlineExceeded: .deadlineExceeded
        case .processorTimeExceeded: .processorTimeExceeded
        }
    }

    /// Nil for a call that nobody wants to end.
    init?(_ phase: CallState.Phase) {
        switch phase {
        case .idle, .running: return nil
        case .cancelled: self = .cancelled
        case .deadlineExceeded: self = .deadlineExceeded
        case .processorTimeExceeded: self = .processorTimeExceeded
        }
    }
}
