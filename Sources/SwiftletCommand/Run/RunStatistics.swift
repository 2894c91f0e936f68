import HostRuntime

/// What a run took.
struct RunStatistics: Encodable {
    let loadMicroseconds: Int64
    let createMicroseconds: Int64
    let callMicroseconds: Int64
    /// How long the guest had the processor during the call.
    let guestMicroseconds: Int64
    let entries: UInt64
    let hostCalls: UInt64
    /// Messages and log records of the call.
    let bytesIn, bytesOut: UInt64
    let logFlushes: UInt64
    /// Pages of 4 KiB that changed by the call, its arguments and its result among them.
    let changedPages: Int

    /// For people.
    var text: String {
        """
        load           \(loadMicroseconds) µs
        create         \(createMicroseconds) µs
        call           \(callMicroseconds) µs
        guest          \(guestMicroseconds) µs
        entries        \(entries)
        host calls     \(hostCalls)
        bytes in       \(bytesIn)
        bytes out      \(bytesOut)
        log flushes    \(logFlushes)
        pages changed  \(changedPages) of 4 KiB
        """
    }
}

extension RunStatistics {
    init(load: Duration, create: Duration, call: Duration, sandbox: Sandbox) throws(SandboxError) {
        let statistics = sandbox.statistics
        let usage = sandbox.lastCallUsage
        self.init(
            loadMicroseconds: load.microseconds, createMicroseconds: create.microseconds,
            callMicroseconds: call.microseconds, guestMicroseconds: usage?.guestProcessorTime.microseconds ?? 0,
            entries: statistics.entries, hostCalls: statistics.hostCalls, bytesIn: usage?.bytesIn ?? 0,
            bytesOut: usage?.bytesOut ?? 0,
            logFlushes: statistics.logFlushes, changedPages: try sandbox.dirtyPages().count)
    }
}

extension Duration {
    fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
