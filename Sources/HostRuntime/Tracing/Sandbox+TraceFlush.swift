internal import Wire

extension Sandbox {
    /// Checks that a guest which wants its trace buffer emptied means the one that it has. The host has emptied it already.
    func checkTraceFlush(_ words: MachineWords, _ resources: SandboxResources) throws(SandboxError) {
        let records = resources.traceRecords
        let capacity = GuestTraceBuffer.capacity(of: records)
        guard GuestAddress(words.first) == records.start, words.second <= GuestNumber(capacity) else {
            throw SandboxError(
                .protocolViolation,
                """
                the guest wants \(words.second) trace records at \(GuestAddress(words.first)) taken over; its trace buffer \
                is of \(capacity) at \(records.start)
                """)
        }
    }
}
