import GuestTesting
import Testing

struct SandboxTests {
    @Test func theImagePlansInASandbox() throws {
        let sandbox = try Sandbox(guest: .image(GuestImage(built: "BuildOrderGuest")), hostFunctions: HostFunctions())
        let text: String = try sandbox.call("plan", "a 1:\nb 2: a", 1 as Int32)
        #expect(text == "0 1 0 a\n1 3 0 b\n")

        let error = #expect(throws: SandboxError.self) {
            let _: String = try sandbox.call("plan", "a 1: b\nb 1: a", 1 as Int32)
        }
        #expect(error?.guestError?.code == 4)
    }
}
