import CRepeat
import GuestSDK

/// Passes `count` trace points.
@GuestFunction func passTracePoints(_ count: UInt64) {
    for index in 0..<count {
        Trace.event("trace point", index)
        repeat_barrier()
    }
}

/// The same without them.
@GuestFunction func passNoTracePoints(_ count: UInt64) {
    for _ in 0..<count { repeat_barrier() }
}

/// Writes `count` records in C, with nothing asked.
@GuestFunction func writeRecords(_ count: UInt64) {
    repeat_records(count)
}
