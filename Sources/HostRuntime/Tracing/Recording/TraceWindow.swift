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

    /// When the guest's counter was at `counter`, or nil if that is no time that a record may have.
    @inline(__always)
    func time(of counter: GuestNumber) -> UInt64? {
        let time = counter.rawBits &- offset
        return time &- earliest <= left &- earliest ? time : nil
    }

    /// The time that is nearest to one that a record may not have, and what is wrong with that if it is far off.
    func nearest(to counter: GuestNumber) -> (time: UInt64, problem: TraceRecordProblem?) {
        let time = counter.rawBits &- offset
        guard Int64(bitPattern: time &- earliest) < 0 else {
            return (left, time &- left > TraceEncoder.agreement ? .timeOutsideRun : nil)
        }
        if Int64(bitPattern: time &- entered) >= 0 { return (earliest, .timeBackwards) }
        return (earliest, entered &- time > TraceEncoder.agreement ? .timeOutsideRun : nil)
    }
}
