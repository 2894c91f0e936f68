/// Whether a guest that was built with trace points writes trace records, and what happens when their buffer is full.
public enum TraceMode: UInt32, CaseIterable, Sendable {
    /// No records. A trace point costs a load and a branch.
    case off = 0
    /// Every record reaches the host. When the buffer is full, the guest spends an exit on having it emptied.
    case lossless = 1
    /// No exit for records. When the buffer is full, new records overwrite the oldest, which are counted.
    case lossy = 2
}
