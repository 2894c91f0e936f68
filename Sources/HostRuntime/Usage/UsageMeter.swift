import Glibc

/// Measures one call after the other of a sandbox: what costs too much to be measured of every call of every sandbox.
///
/// The guest's time is taken entry by entry, each by the clock of the thread that makes it. So a call may go on in another
/// thread after each exit.
final class UsageMeter {
    private struct Beginning {
        let statistics: Sandbox.Statistics
        /// In nanoseconds.
        let time: UInt64
    }

    // As in the sandbox, whose gate guards them too.
    /// Nil between calls, and during one in which the measuring was switched on.
    @exclusivity(unchecked) private var beginning: Beginning?
    /// What the thread had used of the processor at the last entry, in nanoseconds.
    @exclusivity(unchecked) private var entered: UInt64 = 0
    /// What the running call's entries have used, in nanoseconds.
    @exclusivity(unchecked) private var guestTime: UInt64 = 0
    /// What the last call has taken that got as far as the guest.
    @exclusivity(unchecked) private(set) var lastCall: Sandbox.Usage?

    // These are not inlined: what goes on in a sandbox that does not measure is not to become slower by what it does not need.

    @inline(never)
    func begin(_ statistics: Sandbox.Statistics, _ resources: SandboxResources) {
        resources.beginCountingDirtyPages()
        guestTime = 0
        beginning = Beginning(statistics: statistics, time: HostTime.nanoseconds(of: CLOCK_MONOTONIC))
    }

    @inline(never)
    func willEnterGuest() {
        entered = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
    }

    @inline(never)
    func didLeaveGuest() {
        guestTime &+= Self.difference(HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID), entered)
    }

    /// - Returns: What the call has taken; nil if the guest was not entered, or if not all of the call was measured.
    func end(_ statistics: Sandbox.Statistics, _ resources: SandboxResources) -> Sandbox.Usage? {
        guard let beginning else { return nil }
        self.beginning = nil
        let wallTime = Self.difference(HostTime.nanoseconds(of: CLOCK_MONOTONIC), beginning.time)
        let before = beginning.statistics
        guard statistics.entries != before.entries else { return nil }
        let usage = Sandbox.Usage(
            wallTime: .nanoseconds(Int64(clamping: wallTime)),
            guestProcessorTime: .nanoseconds(Int64(clamping: guestTime)),
            exits: statistics.entries &- before.entries, hostCalls: statistics.hostCalls &- before.hostCalls,
            bytesIn: statistics.bytesIn &- before.bytesIn, bytesOut: statistics.bytesOut &- before.bytesOut,
            dirtyPages: resources.countDirtyPages())
        // The start code is no call.
        if statistics.calls != before.calls { lastCall = usage }
        return usage
    }

    private static func difference(_ later: UInt64, _ earlier: UInt64) -> UInt64 {
        later > earlier ? later - earlier : 0
    }
}
