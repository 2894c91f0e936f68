/// Which call a sandbox is running, and whether it is to end: one word, so that a request and the end of the call meet in it.
struct CallState: Equatable {
    enum Phase: Equatable {
        case idle
        case running
        /// Somebody wants the call to end.
        case stopped(StopReason)
    }

    let word: UInt64

    init(word: UInt64) { self.word = word }

    private init(call: UInt64, phase: UInt64) { word = call << Self.phaseBits | phase }

    private static let phaseBits = 3
    private static let idle: UInt64 = 0
    private static let running: UInt64 = 1

    var phase: Phase {
        let bits = word & (1 << Self.phaseBits - 1)
        return StopReason(rawValue: bits).map(Phase.stopped) ?? (bits == Self.running ? .running : .idle)
    }

    /// The number of the call, the first of which is 1. It does not come back within the life of any sandbox.
    var call: UInt64 { word >> Self.phaseBits }

    static var initial: CallState { CallState(call: 0, phase: idle) }

    /// What follows when the next call begins.
    @inline(__always)
    var begun: CallState { CallState(call: call &+ 1, phase: Self.running) }

    /// What follows when the call is over.
    @inline(__always)
    var ended: CallState { CallState(call: call, phase: Self.idle) }

    /// What follows when somebody wants the call to end.
    func stopped(_ reason: StopReason) -> CallState { CallState(call: call, phase: reason.rawValue) }

    /// Whether this is what follows when somebody wants the call to end that is running in `other`.
    func isStopped(_ other: CallState) -> Bool {
        guard call == other.call, case .stopped = phase else { return false }
        return true
    }
}

/// Why a call is ended before it returns. Other numbers are the other phases of a ``CallState``.
enum StopReason: UInt64 {
    /// Somebody asked for it.
    case cancelled = 2
    /// Its deadline has come.
    case deadlineExceeded
    /// It has had its share of the processor.
    case processorTimeExceeded
}
