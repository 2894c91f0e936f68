internal import Wire

/// What one sandbox's guests know of the time: parameters by which they make time of their counter, renewed by the host.
///
/// The host's clocks are adjusted all the time, the counter never is. So parameters are right when they are made, and
/// drift from there. New ones take the host's wall clock as it is. The monotonic clock never steps back: where the guest's
/// is ahead of the host's, it goes on from there, a little slower until the host's has caught up.
struct GuestClock {
    /// What the guest's counter has more than the host's.
    var offset: Int64
    /// Ticks of the counter in a second, or zero if that is not known.
    private let frequency: UInt64
    /// Times 2^32.
    private let nanosecondsPerTick: UInt64
    /// The parameters that the guest has, except that `counter` is the host's.
    private var latest = EnvironmentBlock.Clock(counter: 0, nanosecondsPerTick: 0, monotonic: 0, wall: 0)

    /// - Parameters:
    ///   - offset: What the guest's counter has more than the host's.
    ///   - frequency: Ticks in a second. By one that cannot be, time stands still for guests until they get new
    ///     parameters.
    init(offset: Int64, frequency: UInt64) {
        self.offset = offset
        // It also keeps all arithmetic here within 64 bits.
        let isPlausible = CounterFrequency.plausible.contains(frequency)
        self.frequency = isPlausible ? frequency : 0
        nanosecondsPerTick = isPlausible ? (1_000_000_000 << 32) / frequency : 0
    }

    /// Whether the parameters are older than a second, by the host's counter: drift is a few ten microseconds by then.
    func isStale(at counter: UInt64) -> Bool {
        // A counter that went back, as it may when the machine was suspended, gives an age beyond all bounds.
        counter &- latest.counter >= frequency
    }

    /// Whether the guest has seen a later time, by another sandbox's clock, than its own shows.
    @inline(__always)
    func isBehind(_ earliest: UInt64) -> Bool {
        // Most snapshots are older than the parameters.
        earliest > latest.monotonic && earliest > monotonic
    }

    /// The guest's monotonic clock at this moment, in nanoseconds.
    var monotonic: UInt64 { latest.monotonic(at: TimeStampCounter.read()) }

    /// New parameters for the guest, which start now.
    ///
    /// - Parameter earliest: A time that the guest may have seen already, by another sandbox's clock.
    mutating func parameters(notBefore earliest: UInt64 = 0) -> EnvironmentBlock.Clock {
        parameters(at: .now(), notBefore: earliest)
    }

    mutating func parameters(at now: HostTime, notBefore earliest: UInt64 = 0) -> EnvironmentBlock.Clock {
        let monotonic = max(now.monotonic, latest.monotonic(at: now.counter), earliest)
        latest = EnvironmentBlock.Clock(
            counter: now.counter, nanosecondsPerTick: rate(lead: monotonic &- now.monotonic), monotonic: monotonic,
            wall: now.wall)
        var parameters = latest
        parameters.counter &+= UInt64(bitPattern: offset)
        return parameters
    }

    /// The rate at which the lead is gone in a second (2^30 ns), or at most 2^-10 slower than the host's clock.
    private func rate(lead: UInt64) -> UInt64 {
        nanosecondsPerTick - (nanosecondsPerTick * min(lead, 1 << 20)) >> 30
    }
}
