extension Sandbox {
    /// What a sandbox has done since it was made. Restores do not undo the counting.
    public struct Statistics: Equatable, Sendable {
        /// Guest functions called, whether they returned or not.
        public internal(set) var calls: UInt64 = 0
        /// Host functions that the guest called.
        public internal(set) var hostCalls: UInt64 = 0
        /// Times that the guest was entered, each by one KVM_RUN. A call costs one, and one more for each host function.
        /// A KVM_RUN that a signal cut short and that was made again is not counted twice.
        public internal(set) var entries: UInt64 = 0
        /// Bytes of the messages that the host gave to the guest: arguments of calls, and what host functions answered.
        public internal(set) var bytesIn: UInt64 = 0
        /// Bytes that the host took from the guest: its messages, which are results, errors and arguments of host functions, and
        /// the records of what it printed and logged. Trace records, which the host has asked for, are not among them.
        public internal(set) var bytesOut: UInt64 = 0
        /// Times that the guest left only because its log buffer was full; each is one of ``entries``.
        public internal(set) var logFlushes: UInt64 = 0
        /// Times that the guest left only because its trace buffer was full, which happens in mode `lossless` alone; each is one
        /// of ``entries``. These are all the exits that tracing causes.
        public internal(set) var traceFlushes: UInt64 = 0
        /// Records of the guest's trace points that reached the recorder.
        public internal(set) var traceRecords: UInt64 = 0
        /// Records of the guest's trace points that were overwritten before the host saw them, in mode `lossy`.
        public internal(set) var overwrittenTraceRecords: UInt64 = 0
        /// Times that the guest left to tell of an allocation; each is one of ``entries``.
        public internal(set) var memoryEvents: UInt64 = 0
        /// Snapshots taken.
        public internal(set) var snapshots: UInt64 = 0
        /// Restores made, and the one by which a sandbox that is made from a snapshot begins.
        public internal(set) var restores: UInt64 = 0
    }
}
