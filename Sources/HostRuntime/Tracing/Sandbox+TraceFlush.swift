internal import Wire

extension Sandbox {
    /// Checks that a guest which wants its trace buffer emptied means the one that it has. The host has emptied it already.
    func checkTraceFlush(_ words: MachineWords, _ resources: SandboxResources) throws(SandboxError) {
        let records = resources.traceRecords
        guard words.first == records.start.rawValue, words.second <= records.count / UInt64(TraceRecord.size) else {
            throw SandboxError(
                .protocolViolation,
                """
                the guest wants \(words.second) trace records at \(GuestAddress(words.first)) taken over; its trace buffer \
                is of \(records.count / UInt64(TraceRecord.size)) at \(records.start)
                """)
        }
    }
}
