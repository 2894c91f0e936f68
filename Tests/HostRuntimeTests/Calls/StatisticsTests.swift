import HostRuntime
import TestSupport
import Testing

@Suite("What a call costs")
struct StatisticsTests {
    @Test func aCallIsOneEntry() throws {
        let sandbox = try Sandbox.test()
        let before = sandbox.statistics
        for _ in 0..<10 { _ = try sandbox.call("echoString", "x") as String }
        #expect(sandbox.statistics.calls - before.calls == 10)
        #expect(sandbox.statistics.entries - before.entries == 10)
        #expect(sandbox.statistics.hostCalls == before.hostCalls)
    }

    @Test func aHostFunctionIsOneMore() throws {
        let sandbox = try Sandbox.test()
        for count: Int32 in [0, 1, 10] {
            let before = sandbox.statistics
            _ = try sandbox.call("callHostOften", count, []) as UInt64
            #expect(sandbox.statistics.entries - before.entries == UInt64(count) + 1)
            #expect(sandbox.statistics.hostCalls - before.hostCalls == UInt64(count))
        }
    }

    @Test func printingAndLoggingAreNoEntries() throws {
        let log = RecordedLog()
        let sandbox = try Sandbox.test(configuration: .init(logger: log.logger()))
        let before = sandbox.statistics
        try sandbox.call("printLine", "one")
        try sandbox.call("logAtEveryLevel", "two")
        #expect(sandbox.statistics.entries - before.entries == 2)
        #expect(log.messages.count == 9)
    }

    @Test func startingIsOneEntry() throws {
        #expect(try Sandbox.test().statistics.entries == 1)
    }
}
