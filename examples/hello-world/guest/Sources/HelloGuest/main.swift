import GuestSDK

// Runs once, when the sandbox is made.
Log.debug("hello-guest is ready")
