import GuestSDK

struct Negative: GuestFunctionError {
    var code: UInt64 { 1 }
    var message: String { "the value is negative" }
}

/// enter `check(_:)`, event `checked` unless `value` is negative, exit `check(_:)`.
@Traced
private func check(_ value: Int32) throws(Negative) -> Int32 {
    if value < 0 { throw Negative() }
    Trace.event("checked")
    return value
}

/// enter `caught(_:)`; the records of `check(_:)`; event `caught` if `value` is negative; exit `caught(_:)`.
@GuestFunction @Traced
func caught(_ value: Int32) -> Int32 {
    do throws(Negative) {
        return try check(value)
    } catch {
        Trace.event("caught")
        return 0
    }
}

/// enter `thrown(_:)`; the records of `check(_:)`; exit `thrown(_:)`.
@GuestFunction @Traced
func thrown(_ value: Int32) throws(Negative) -> Int32 { try check(value) }
