import GuestTestSupport
import HostRuntime
import SandboxTracing
import Testing

@Suite("Names of guests' symbols")
struct GuestSymbolNameTests {
    /// Mangled names that are long and honest.
    @Test func namesOfGuests() throws {
        let inspection = try ImageInspection(contentsOf: BuiltGuests.path("TestGuest"))
        let names = try inspection.symbolSizes(largest: 200).largest.map(\.name).filter { $0.hasPrefix("$e") }
        let translated = names.filter { SwiftSymbolName.demangle($0) != nil }
        #expect(translated.count > names.count / 2, "\(translated.count) of \(names.count)")
    }
}
