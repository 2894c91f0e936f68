import GuestSDK

/// event `plain` without a value; events `signed` -1, `unsigned` 2, `float` 0.5, `bool` true.
@GuestFunction
func events() {
    Trace.event("plain")
    Trace.event("signed", Int8(-1))
    Trace.event("unsigned", UInt16(2))
    Trace.event("float", Float(0.5))
    Trace.event("bool", true)
}

/// counter `items` with 0, 1 and 2 (signed).
@GuestFunction
func counters() {
    // sample: events
    Trace.event("filling")
    for items in 0..<3 {
        Trace.counter("items", items)
    }
    // end sample
}

/// `count` times event `repeated` with its number from 0 (unsigned).
@GuestFunction
func repeatEvents(_ count: UInt32) {
    for number in 0..<count { Trace.event("repeated", number) }
}

/// event `evaluated` with 7 (signed) where it is recorded; says how often its value was evaluated.
@GuestFunction
func lazily() -> Int32 {
    var evaluations: Int32 = 0
    func value() -> Int32 {
        evaluations += 1
        return 7
    }
    Trace.event("evaluated", value())
    return evaluations
}

/// Whether trace points record.
@GuestFunction
func isTraced() -> Bool { Trace.isEnabled }
