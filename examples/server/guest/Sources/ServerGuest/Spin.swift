import GuestSDK

/// Never returns: a deadline ends it, or that its caller has left.
@GuestFunction
func spin(_ text: String) -> String {
    while true {}
}
