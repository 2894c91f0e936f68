extension Sandbox {
    /// What a sandbox has done since it was made.
    public struct Statistics: Equatable, Sendable {
        /// Guest functions called, whether they returned or not.
        public internal(set) var calls: UInt64 = 0
        /// Host functions that the guest called.
        public internal(set) var hostCalls: UInt64 = 0
        /// Times that the guest was entered, each by one KVM_RUN. A call costs one, and one more for each host function.
        /// A KVM_RUN that a signal cut short and that was made again is not counted twice.
        public internal(set) var entries: UInt64 = 0
        /// Times that the guest left only because its log buffer was full; each is one of ``entries``.
        public internal(set) var logFlushes: UInt64 = 0
    }
}
