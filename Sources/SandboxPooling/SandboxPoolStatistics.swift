extension SandboxPool {
    /// What a pool has, and what it has done since it was made.
    ///
    /// The same goes to swift-metrics, with the dimension `pool`, which is ``Configuration/name``:
    ///
    /// | Metric | Kind | Meaning |
    /// |---|---|---|
    /// | `swiftlet_pool_idle` | meter | ``idle`` |
    /// | `swiftlet_pool_lent` | meter | ``lent`` |
    /// | `swiftlet_pool_hits` | counter | ``hits`` |
    /// | `swiftlet_pool_misses` | counter | ``misses`` |
    /// | `swiftlet_pool_waits` | counter | ``waits`` |
    /// | `swiftlet_pool_waiting` | timer | how long callers were in line, whether they got a sandbox or not |
    /// | `swiftlet_pool_rejections` | counter | ``rejections`` |
    /// | `swiftlet_pool_refills` | counter | ``refills`` |
    /// | `swiftlet_pool_replacements` | counter | ``replacements`` |
    /// | `swiftlet_pool_failures` | counter | ``failures`` |
    public struct Statistics: Equatable, Sendable {
        /// Sandboxes that are ready now.
        public internal(set) var idle: Int
        /// Sandboxes that callers have now, or are making for themselves.
        public internal(set) var lent: Int
        /// Callers in line now.
        public internal(set) var waiting: Int

        /// Callers that found a sandbox ready.
        public internal(set) var hits: Int
        /// Callers that found none: they made one, waited for one, or were rejected.
        public internal(set) var misses: Int
        /// Callers that got in line.
        public internal(set) var waits: Int
        /// Callers that got none because the line was full or their time was over.
        public internal(set) var rejections: Int
        /// Sandboxes made in the background.
        public internal(set) var refills: Int
        /// Sandboxes closed instead of being lent again: a restore failed, the body closed it, or a reference escaped. A
        /// fault of a guest is none: a restore mends it.
        public internal(set) var replacements: Int
        /// Attempts to make a sandbox that failed, in the background or for a caller.
        public internal(set) var failures: Int
    }
}
