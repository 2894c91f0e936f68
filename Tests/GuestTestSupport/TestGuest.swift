package import HostRuntime

/// `TestGuest`, for tests of what is built on the runtime.
package enum TestGuest {
    /// Loaded once for the whole run.
    package static let image = Result { try BuiltGuests.image("TestGuest") }

    private struct HostFailure: Error {}

    /// All that the guest imports, as simple as can be.
    package static let hostFunctions = {
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in left &+ right }
        functions.register("hostEcho") { (text: String) -> String in text }
        functions.register("hostBytes") { (bytes: [UInt8]) -> [UInt8] in bytes }
        functions.register("hostMake") { (_: UInt32) -> [UInt8] in [] }
        functions.register("hostFail") { (_: String) -> Int32 in throw HostFailure() }
        functions.register("hostNothing") {}
        functions.register("hostAll") {
            (
                _: Int32, _: UInt32, _: Int64, _: UInt64, _: Float, _: Double, _: Bool, _: String, _: [UInt8]
            ) -> Double in 0
        }
        return functions
    }()
}
