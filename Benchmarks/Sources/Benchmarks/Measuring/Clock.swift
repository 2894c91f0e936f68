import Glibc

/// Runs `body` and returns the nanoseconds that it took, by a clock that is never set.
@inline(__always)
func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = monotonicTime()
    try body()
    return Double(monotonicTime() - start)
}

/// In nanoseconds.
@inline(__always)
func monotonicTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
