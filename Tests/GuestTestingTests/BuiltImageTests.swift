import GuestTesting
import Testing

struct BuiltImageTests {
    @Test func anImageIsFoundAndRuns() throws {
        let sandbox = try Sandbox(guest: .image(GuestImage(built: "EmptyGuest")))
        #expect(sandbox.image.functions.isEmpty)
    }

    @Test func aMissingImageNamesTheCommand() {
        let error = #expect(throws: SandboxError.self) { _ = try GuestImage(built: "NoSuchGuest") }
        #expect(error?.code == .unreadableImage)
        #expect(error?.message.contains("swift build --swift-sdk swiftlet-guest --product NoSuchGuest") == true)
    }

    @Test(arguments: ["", ".", "..", "../EmptyGuest", "/etc/passwd", "a\u{0}b"])
    func aProductIsNoPath(_ name: String) {
        let error = #expect(throws: SandboxError.self) { _ = try GuestImage(built: name) }
        #expect(error?.code == .unreadableImage)
    }
}
