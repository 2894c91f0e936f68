internal import CProcessor
internal import Wire

/// The clock on the wall: what date and time it is, as the host's system has it.
///
/// Unlike ``MonotonicClock`` it goes back when somebody sets the host's clock back.
///
/// Reading it neither leaves the guest nor allocates.
public enum WallClock {
    /// What time it is.
    public static var now: Timestamp {
        let clock = GuestRuntime.environment.pointee.clock
        return Timestamp(nanosecondsSince1970: clock.wall(at: swiftlet_time_stamp_counter()))
    }
}
