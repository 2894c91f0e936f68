import GuestSDK

/// In nanoseconds.
@GuestFunction func monotonicNow() -> UInt64 { nanoseconds(MonotonicClock.now.sinceOrigin) }

/// In nanoseconds since 1970.
@GuestFunction func wallNow() -> UInt64 { WallClock.now.nanosecondsSince1970 }

/// How often the clock went back in so many readings.
@GuestFunction func backwardSteps(_ readings: UInt32) -> UInt32 {
    var steps: UInt32 = 0
    var latest = MonotonicClock.now
    for _ in 0..<readings {
        let now = MonotonicClock.now
        if now < latest { steps += 1 }
        latest = now
    }
    return steps
}

/// How long it took to see the clock go on by so many nanoseconds.
@GuestFunction func measuredWait(_ count: UInt64) -> UInt64 {
    let clock = MonotonicClock()
    let duration = clock.measure {
        let end = clock.now + .nanoseconds(Int64(count))
        while clock.now < end {}
    }
    return nanoseconds(duration)
}

/// What a measured closure throws, with its own type.
@GuestFunction func measureFails() throws(GuestError) {
    _ = try MonotonicClock().measure { () throws(GuestError) in
        throw GuestError(code: 1, "measured")
    }
}

/// Both ways to the same instant, and back.
@GuestFunction func instantsAddUp() -> Bool {
    let start = MonotonicClock.now
    let later = start + .seconds(2)
    let same = start.advanced(by: .milliseconds(2000))
    return later == same && later.hashValue == same.hashValue && start < later
        && start.duration(to: later) == .seconds(2) && later.duration(to: start) == .seconds(-2)
        && later - start == .seconds(2) && later - .seconds(2) == start
}

@GuestFunction func timestampText(_ nanoseconds: UInt64) -> String {
    Timestamp(nanosecondsSince1970: nanoseconds).description
}

/// In nanoseconds.
@GuestFunction func timestampDifference(_ from: UInt64, _ to: UInt64) -> Int64 {
    let parts = Timestamp(nanosecondsSince1970: from).duration(to: Timestamp(nanosecondsSince1970: to)).components
    return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
}

private func nanoseconds(_ duration: Duration) -> UInt64 {
    UInt64(duration.components.seconds) * 1_000_000_000 + UInt64(duration.components.attoseconds / 1_000_000_000)
}
