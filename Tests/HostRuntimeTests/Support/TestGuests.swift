import GuestTestSupport

/// The guest images that the tests run.
enum TestGuests {
    /// Loaded once for the whole run.
    static let test = Result { try BuiltGuests.image("TestGuest") }
    static let hostile = Result { try BuiltGuests.image("HostileGuest") }
    static let empty = Result { try BuiltGuests.image("EmptyGuest") }
    static let secret = Result { try BuiltGuests.image("SecretGuest") }
    /// Built with trace points.
    static let traced = Result { try BuiltGuests.tracedImage("TracedGuest") }
    static let tracedHostile = Result { try BuiltGuests.tracedImage("HostileGuest") }
    static let tracedTest = Result { try BuiltGuests.tracedImage("TestGuest") }
}
