package import HostRuntime

/// The guest whose trace points are counted by hand, with and without them in its image.
package enum TracedGuest {
    package static let image = Result { try BuiltGuests.tracedImage("TracedGuest") }
    /// The same guest, its trace points compiled out.
    package static let plainImage = Result { try BuiltGuests.image("TracedGuest") }

    package static let hostFunctions: HostFunctions = {
        var functions = HostFunctions()
        functions.register("hostTick") { (number: Int32) -> Int32 in number &+ 1 }
        return functions
    }()
}
