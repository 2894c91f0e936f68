import Glibc

/// One moment by all of the host's clocks.
struct HostTime: Equatable {
    /// The time-stamp counter.
    var counter: UInt64
    /// Nanoseconds since the machine started.
    ///
    /// Time in which the machine is suspended counts (CLOCK_BOOTTIME). In some kinds of suspension the counter goes on:
    /// by a clock that stops, guests would be ahead by the whole of it afterwards.
    var monotonic: UInt64
    /// Nanoseconds since 1970.
    var wall: UInt64

    /// Reads the clocks, without a system call where the kernel's vDSO has these clocks: Linux 5.3 and newer.
    static func now() -> HostTime {
        var (best, width) = reading()
        // Had the thread been interrupted between the clocks and the counter, guests would be late by as much.
        for _ in 0..<3 where width > maximumWidth {
            let (other, otherWidth) = reading()
            if otherWidth < width { (best, width) = (other, otherWidth) }
        }
        return best
    }

    /// In ticks, a few microseconds: more than undisturbed system calls take.
    private static let maximumWidth: UInt64 = 1 << 14

    /// The counter comes last. So the time that a guest makes of it is never ahead of the host's.
    @inline(__always)
    private static func reading() -> (HostTime, width: UInt64) {
        let start = TimeStampCounter.read()
        let monotonic = nanoseconds(of: CLOCK_BOOTTIME)
        let wall = nanoseconds(of: CLOCK_REALTIME)
        let counter = TimeStampCounter.read()
        return (HostTime(counter: counter, monotonic: monotonic, wall: wall), counter &- start)
    }

    static func nanoseconds(of clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.clampedNanoseconds
    }
}

extension timespec {
    /// Nanoseconds since 1970, within what 64 bits hold: until the year 2554.
    var clampedNanoseconds: UInt64 {
        guard tv_sec >= 0 else { return 0 }
        let (seconds, isTooLarge) = UInt64(tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumTooLarge) = seconds.addingReportingOverflow(UInt64(clamping: tv_nsec))
        return isTooLarge || isSumTooLarge ? .max : sum
    }
}
