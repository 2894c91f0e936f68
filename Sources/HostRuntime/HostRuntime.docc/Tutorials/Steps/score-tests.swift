import GuestSDK
import GuestTesting
import Testing

@testable import Words

/// One after the other, since the guest's globals are not made for threads.
@Suite(.serialized)
struct ScoreTests {
    @Test func addsTheWorthOfWords() throws {
        var host = HostFunctions()
        host.register("worth") { (word: String) -> Int32 in Int32(word.utf8.count) }
        let result = try withHostFunctions(host) { try score("one three") }
        #expect(result == 8)
    }

    @Test func refusesATextWithoutWords() {
        #expect(throws: GuestError.self) { try score(" ") }
    }
}
