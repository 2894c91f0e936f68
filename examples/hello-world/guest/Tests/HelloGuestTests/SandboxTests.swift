import GuestTesting
import Testing

struct SandboxTests {
    // sample: sandbox-test
    /// The same from end to end: the image that `swift build --swift-sdk swiftlet-guest` has made, in a sandbox.
    @Test func greetsInASandbox() throws {
        var host = HostFunctions()
        host.register("hostPrint") { (message: String) -> Int32 in Int32(message.utf8.count) }
        host.register("hostTranslate") { (_: String) -> String in "Bonjour" }

        let sandbox = try Sandbox(guest: .image(GuestImage(built: "HelloGuest")), hostFunctions: host)
        let reply: String = try sandbox.call("greet", "Ada", "fr")
        #expect(reply == "Bonjour, Ada!")
    }
    // end sample
}
