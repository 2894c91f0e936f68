import Testing

@testable import HostRuntime

@Suite("Random numbers and generations inside a guest")
struct GuestRandomTests {
    @Test func sandboxesHaveNumbersOfTheirOwn() throws {
        let sandboxes = [try Sandbox.test(), try Sandbox.test()]
        let numbers: [[UInt8]] = try sandboxes.map { try $0.call("randomBytes", UInt32(64)) }
        #expect(numbers[0] != numbers[1])
        let more: [UInt8] = try sandboxes[0].call("randomBytes", UInt32(64))
        #expect(more != numbers[0])
    }

    @Test func sandboxesHaveGenerationsOfTheirOwn() throws {
        let sandboxes = [try Sandbox.test(), try Sandbox.test()]
        let generations: [UInt64] = try sandboxes.map { try $0.call("generation") }
        #expect(generations[0] != generations[1])
        #expect(!generations.contains(0))
        #expect(try sandboxes[0].call("generation") == generations[0])
    }

    /// Who chooses the keys of a dictionary must not know its hash values.
    @Test func sandboxesHashByKeysOfTheirOwn() throws {
        let sandboxes = [try Sandbox.test(), try Sandbox.test()]
        let hashes: [Int64] = try sandboxes.map { try $0.call("hashOf", "text") }
        #expect(hashes[0] != hashes[1])
        #expect(try sandboxes[0].call("hashOf", "text") == hashes[0])
    }
}
