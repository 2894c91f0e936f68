import GuestSDK
import GuestTesting
import Testing

@testable import HelloGuest

struct GreetingTests {
    // sample: unit-test
    /// Guest functions are functions: a test calls them, and host functions of its own answer.
    @Test func greets() throws {
        var host = HostFunctions()
        host.register("hostPrint") { (message: String) -> Int32 in
            #expect(message.hasPrefix("Hello, Ada"))
            return Int32(message.utf8.count)
        }
        let reply = try withHostFunctions(host) { try sayHello("Ada") }
        #expect(reply == "I greeted Ada.")
    }

    @Test func refusesAnEmptyName() {
        #expect(throws: GuestError.self) { try sayHello("") }
    }
    // end sample

    @Test func makesDoWithoutATranslation() {
        #expect(withHostFunctions(HostFunctions()) { greetAnyway("Ada", "tlh") } == "Hello, Ada!")
    }

    @Test func checksumsBytes() {
        let hash = checksum(Array("swiftlet".utf8).span.bytes)
        #expect(hash == 7_148_732_820_682_960_093)
    }
}
