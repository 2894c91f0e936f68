import GuestSDK

/// event `before`; the log's "between", a warning; the line "printed"; event `after`.
@GuestFunction
func logs() {
    Trace.event("before")
    Log.warning("between")
    print("printed")
    Trace.event("after")
}
