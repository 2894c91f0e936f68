/// The times that a guest's record may have, by the host's counter.
struct TraceWindow {
    /// What the guest's counter has more than the host's.
    let offset: UInt64
    let entered: UInt64
    let left: UInt64
    /// The latest record's time, or when the guest was entered.
    var earliest: UInt64

    init(offset: UInt64, entered: UInt64, left: UInt64, latest: UInt64) {
        self.offset = offset
        self.entered = entered
        earliest = max(entered, latest)
        // The thread may have moved to a processor whose counter is behind.
        self.left = max(left, earliest)
    }

    @inline(__always)
    func contains(_ time: UInt64) -> Bool { time &- earliest <= left &- earliest }
}
