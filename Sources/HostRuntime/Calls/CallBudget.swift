/// Which counts of a sandbox's statistics its running call must not exceed. To compare them with limits that are absolute
/// costs the way of a call next to nothing.
struct CallBudget {
    private(set) var entries: UInt64 = 0
    private(set) var hostCalls: UInt64 = 0

    @inline(__always)
    mutating func beginCall(_ limits: Sandbox.Limits, _ statistics: Sandbox.Statistics) {
        // Neither the counts nor the limits, which are not negative, come near the end of 64 bits.
        entries = statistics.entries &+ UInt64(bitPattern: Int64(limits.exitsPerCall))
        hostCalls = statistics.hostCalls &+ UInt64(bitPattern: Int64(limits.hostCallsPerCall))
    }
}
