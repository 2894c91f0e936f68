import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("What asynchronous calls take")
struct UsageInTaskTests {
    private func sandbox(_ hostFunctions: HostFunctions = .forTests) throws -> Sandbox {
        try Sandbox.test(configuration: .init(logger: .silent, measuresUsage: true), hostFunctions: hostFunctions)
    }

    private var asynchronous: HostFunctions {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in left &+ right }
        functions.register("hostFail") { (text: String) async throws -> Int32 in throw HostFailure(text: text) }
        return functions
    }

    /// Whether its host functions are synchronous, asynchronous, or fail.
    @Test func countsAreThoseOfOtherCalls() async throws {
        let other = try sandbox()
        func usage(_ body: (Sandbox) throws -> Void) throws -> Sandbox.Usage {
            try? body(other)
            return try #require(other.lastCallUsage)
        }
        let expected = try [
            usage { _ = try $0.call("callHostOften", Int32(5), [UInt8](repeating: 1, count: 500)) as UInt64 },
            usage { _ = try $0.call("passHostErrorOn", "x") as Int32 },
        ]
        for functions in [HostFunctions.forTests, asynchronous] {
            let sandbox = try sandbox(functions)
            _ = try await sandbox.call("callHostOften", Int32(5), [UInt8](repeating: 1, count: 500)) as UInt64
            let often = try #require(sandbox.lastCallUsage)
            _ = try? await sandbox.call("passHostErrorOn", "x") as Int32
            let failed = try #require(sandbox.lastCallUsage)
            for (found, expected) in zip([often, failed], expected) {
                #expect(found.exits == expected.exits)
                #expect(found.hostCalls == expected.hostCalls)
                #expect(found.bytesIn == expected.bytesIn)
                #expect(found.bytesOut == expected.bytesOut)
                #expect(found.guestProcessorTime > .zero)
                #expect(found.guestProcessorTime <= found.wallTime)
                #expect(found.dirtyPages != nil)
            }
            #expect(sandbox.usage.hostCalls >= 6)
        }
    }

    /// Time in which the guest waits is no time of the guest's.
    @Test func waitingIsWallTime() async throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async throws -> Int32 in
            try await Task.sleep(for: .milliseconds(200))
            return left &+ right
        }
        let sandbox = try sandbox(functions)
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        let usage = try #require(sandbox.lastCallUsage)
        #expect(usage.wallTime >= .milliseconds(200))
        #expect(usage.wallTime - usage.guestProcessorTime >= .milliseconds(200))
    }

    @Test func aCallWhoseGuestNeverRanTakesNothing() async throws {
        let sandbox = try sandbox()
        let before = (sandbox.usage, sandbox.statistics)
        try await expectError(.deadlineExceeded) { try await sandbox.call("nothing", deadline: .now) }
        #expect(sandbox.lastCallUsage == nil)
        #expect(sandbox.usage == before.0)
        #expect(sandbox.statistics == before.1)
    }
}
