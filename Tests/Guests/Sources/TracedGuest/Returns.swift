import GuestSDK

/// enter and exit `simpleReturn(_:)`.
@GuestFunction @Traced
func simpleReturn(_ value: Int32) -> Int32 {
    let next = value &+ 1
    return next
}

/// enter `earlyReturn(_:)`; event `late` unless `value` is negative; exit `earlyReturn(_:)`.
@GuestFunction @Traced
func earlyReturn(_ value: Int32) -> Int32 {
    guard value >= 0 else { return -1 }
    Trace.event("late")
    return value
}

/// enter `earlyVoid(_:)`; event `late` unless `value` is negative; exit `earlyVoid(_:)`.
@GuestFunction @Traced
func earlyVoid(_ value: Int32) {
    if value < 0 { return }
    Trace.event("late")
}

/// enter and exit `nothing()`.
@GuestFunction @Traced
func nothing() {}

/// enter `deferred()`; events `body`, `deferred second`, `deferred first`; exit `deferred()`.
@GuestFunction @Traced
func deferred() {
    defer { Trace.event("deferred first") }
    defer { Trace.event("deferred second") }
    Trace.event("body")
}
