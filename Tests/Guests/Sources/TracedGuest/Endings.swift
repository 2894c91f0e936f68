import GuestSDK

@HostFunction func hostTick(_ n: Int32) -> Int32

/// enter `hostCall(_:)`; begin `ask`; GuestSDK's records of the call; end `ask`; event `answered` with the answer; exit
/// `hostCall(_:)`.
@GuestFunction @Traced
func hostCall(_ value: Int32) -> Int32 {
    let answer = #traced("ask") { hostTick(value) }
    Trace.event("answered", answer)
    return answer
}

/// enter `traps()`; begin `open`; event `before the trap`; and no ends, since it never returns.
@GuestFunction @Traced
func traps() {
    #traced("open") {
        Trace.event("before the trap")
        fatalError("as it should")
    }
}

/// enter `spins()`; begin `spinning`; and no ends: the host has to cancel it.
@GuestFunction @Traced
func spins() {
    #traced("spinning") { spinForever() }
}

nonisolated(unsafe) private var isSpinning = true

private func spinForever() {
    // Reading the clock is nothing that the compiler would leave out.
    while isSpinning { _ = MonotonicClock.now }
}
