/// When a vCPU got how far on its way to ring 3, by the host's time-stamp counter.
struct BootTimes: Equatable, Sendable {
    let entered: UInt64
    /// The first instruction of the supervisor.
    let started: UInt64
    let segmentsLoaded: UInt64
    let interruptsLoaded: UInt64
    let left: UInt64

    /// - Parameters:
    ///   - started: As ring 0 read the counter, like the two that follow. A KVM that interprets ring 0 has another offset there
    ///     than ring 3 has.
    ///   - reportedOffset: KVM's word on what a guest's counter has more than the host's.
    init(
        entered: UInt64, started: UInt64, segmentsLoaded: UInt64, interruptsLoaded: UInt64, left: UInt64,
        reportedOffset: Int64?
    ) {
        let offset = TimeStampCounter.offset(guest: started, before: entered, after: left, reported: reportedOffset)
        let length = Int64(bitPattern: left &- entered) > 0 ? left &- entered : 0
        // Where not even KVM knows the offset, times are near enough the middle; they must not be out of order.
        func host(_ counter: UInt64, notBefore earliest: UInt64) -> UInt64 {
            let sinceEntered = counter &- UInt64(bitPattern: offset) &- entered
            let isBefore = Int64(bitPattern: sinceEntered) < 0
            return entered &+ max(isBefore ? 0 : min(sinceEntered, length), earliest &- entered)
        }
        self.entered = entered
        self.started = host(started, notBefore: entered)
        self.segmentsLoaded = host(segmentsLoaded, notBefore: self.started)
        self.interruptsLoaded = host(interruptsLoaded, notBefore: self.segmentsLoaded)
        self.left = entered &+ length
    }
}
