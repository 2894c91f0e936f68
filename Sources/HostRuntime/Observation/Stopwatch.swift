import Glibc

/// The time that passes, for observers.
///
/// Not by the time-stamp counter: how fast that runs is known only when there is a VM, and making one is timed too.
struct Stopwatch {
    private let start = HostTime.nanoseconds(of: CLOCK_MONOTONIC)

    var elapsed: Duration {
        .nanoseconds(Int64(clamping: HostTime.nanoseconds(of: CLOCK_MONOTONIC) &- start))
    }
}
