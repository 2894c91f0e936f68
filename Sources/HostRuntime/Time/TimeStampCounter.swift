internal import CProcessor

/// The processor's time-stamp counter, by which host and guest both tell the time (Intel SDM volume 3B, 18.17).
enum TimeStampCounter {
    @inline(__always)
    static func read() -> UInt64 { swiftlet_time_stamp_counter() }

    /// For what some nanoseconds do not matter to; not ordered with what comes before and after.
    @inline(__always)
    static func readRoughly() -> UInt64 { swiftlet_rough_time_stamp_counter() }

    /// What the guest's counter has more than the host's, given one reading by the guest between two by the host.
    ///
    /// KVM cannot be asked alone: one that leaves ring 3 to the processor has an offset that no guest ever sees. And
    /// from readings alone the offset is known only as exactly as the entry takes, so they but decide which one holds.
    /// - Parameter reported: KVM's word, `KVM_VCPU_TSC_OFFSET`.
    static func offset(guest: UInt64, before: UInt64, after: UInt64, reported: Int64?) -> Int64 {
        // The thread may have moved to a processor whose counter is a little behind.
        let width = Int64(bitPattern: after &- before) > 0 ? after &- before : 0
        func isBetween(_ counter: UInt64) -> Bool { counter &- before <= width }
        if isBetween(guest) { return 0 }
        if let reported, isBetween(guest &- UInt64(bitPattern: reported)) { return reported }
        return Int64(bitPattern: guest &- (before &+ width / 2))
    }
}
