/// How much the guest may still log.
struct LogBudget {
    /// Those of the running call.
    private(set) var limits = Sandbox.Limits()
    /// Left of the running call's.
    private var ofCall: UInt64 = 0
    /// When all of what the sandbox may log at once is there again, in nanoseconds of a clock that nobody sets.
    private var fullAt: UInt64 = 0

    @inline(__always)
    mutating func beginCall(_ limits: Sandbox.Limits) {
        self.limits = limits
        ofCall = limits.logBytesPerCall.bytes
    }

    /// Takes what the guest has logged out of the budget.
    ///
    /// - Parameter now: The clock's time in nanoseconds.
    /// - Returns: The limit that would be exceeded.
    mutating func spend(_ bytes: UInt64, now: UInt64) -> Sandbox.Limit? {
        guard bytes <= ofCall else { return .logBytesPerCall }
        ofCall -= bytes
        let rate = limits.logBytesPerSecond.bytes
        guard bytes > 0 else { return nil }
        guard bytes <= rate else { return .logBytesPerSecond }
        // At most a second, since the bytes are at most the rate.
        let (whole, rest) = rate.dividingFullWidth(bytes.multipliedFullWidth(by: Self.second))
        let time = whole + (rest > 0 ? 1 : 0)
        let missing = fullAt > now ? fullAt - now : 0
        guard missing <= Self.second - time else { return .logBytesPerSecond }
        fullAt = max(fullAt, now) &+ time
        return nil
    }

    private static let second: UInt64 = 1_000_000_000
}
