import GuestSDK

// Runs once, when the sandbox is made.
Log.debug("words is ready")
