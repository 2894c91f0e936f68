import Testing

@testable import HostRuntime

/// What an error says of a guest that has symbols. Which acts end in which exceptions, the suites of hostile acts test.
@Suite("Fault reports")
struct FaultReportTests {
    @Test func nameTheFunction() throws {
        let error = try expectError(.fault) { try Sandbox.hostile().call("write", UInt64(8), UInt64(0)) }
        #expect(error.fault?.symbol?.contains("hostile_write") == true)
        #expect(error.message.contains("hostile_write"))
    }

    /// Data that an image brings along is a region like any other.
    @Test func nameTheRegion() throws {
        let layout = try #require(try Sandbox.hostile().resources).layout
        for (name, access) in [("code", "write"), ("constants", "write")] {
            let region = try #require(layout.regions.first { $0.name == name })
            let error = try expectError(.fault) {
                try Sandbox.hostile().call(access, region.range.start.rawValue, UInt64(0))
            }
            #expect(error.fault?.region == name)
            #expect(error.fault?.errorCode == 7)
        }
    }
}
