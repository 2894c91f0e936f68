extension Sandbox {
    /// What one call has taken, or all calls of a sandbox together.
    ///
    /// None of it is the guest's word: the host has measured and counted it.
    public struct Usage: Equatable, Sendable {
        /// From the beginning of the call to its end, with host functions and with waiting, by a clock that nobody sets
        /// (CLOCK_MONOTONIC).
        public internal(set) var wallTime = Duration.zero
        /// How long the guest had the processor: what the threads that entered it used of it from each KVM_RUN to its end
        /// (CLOCK_THREAD_CPUTIME_ID).
        ///
        /// What the kernel does in between for the guest, such as providing a page, is part of it; host functions, and the rest
        /// of the host's work, are not.
        public internal(set) var guestProcessorTime = Duration.zero
        /// Times that the guest was entered, and left again, as ``Sandbox/Statistics/entries`` counts them.
        public internal(set) var exits: UInt64 = 0
        /// Host functions that the guest called, as ``Sandbox/Statistics/hostCalls`` counts them.
        public internal(set) var hostCalls: UInt64 = 0
        /// Bytes that the host gave to the guest, as ``Sandbox/Statistics/bytesIn`` counts them.
        public internal(set) var bytesIn: UInt64 = 0
        /// Bytes that the host took from the guest, as ``Sandbox/Statistics/bytesOut`` counts them.
        public internal(set) var bytesOut: UInt64 = 0
        /// Pages of 4 KiB that the call was the first to change since the last snapshot or restore, those of its messages among
        /// them.
        ///
        /// A page counts when ``Sandbox/dirtyPages()`` would show it after the call, and was not counted for an earlier one.
        /// So the numbers of calls without a snapshot or a restore between them add up. A page that the guest writes in call
        /// after call counts only when it is not what it was at the snapshot or restore; any other when it was written, even
        /// with what it held.
        ///
        /// Nil where nobody knows: in a sandbox that does not track dirty pages, and for a call after which the hypervisor
        /// failed to tell. A sum is of the calls that have a number.
        public internal(set) var dirtyPages: UInt64?
    }
}

extension Sandbox.Usage {
    mutating func add(_ call: Sandbox.Usage) {
        wallTime += call.wallTime
        guestProcessorTime += call.guestProcessorTime
        exits &+= call.exits
        hostCalls &+= call.hostCalls
        bytesIn &+= call.bytesIn
        bytesOut &+= call.bytesOut
        if let pages = call.dirtyPages { dirtyPages = (dirtyPages ?? 0) &+ pages }
    }
}
