import TestSupport
import Testing

@testable import HostRuntime

@Suite("Limits")
struct LimitTests {
    private func sandbox(_ limits: Sandbox.Limits) throws -> Sandbox {
        try Sandbox.test(configuration: .init(limits: limits, logger: RecordedLog().logger()))
    }

    private func exceed(
        _ limit: Sandbox.Limit, _ sandbox: Sandbox, sourceLocation: SourceLocation = #_sourceLocation,
        _ call: (Sandbox) throws -> Void
    ) throws {
        let error = try expectError(.limitExceeded, sourceLocation: sourceLocation) { try call(sandbox) }
        #expect(error.exceededLimit == limit, sourceLocation: sourceLocation)
        #expect(error.message.contains("limits.\(limit.rawValue)"), sourceLocation: sourceLocation)
        #expect(sandbox.poisonedBy?.code == .limitExceeded, sourceLocation: sourceLocation)
    }

    @Test func hostCallsOfACall() throws {
        let sandbox = try sandbox(.init(hostCallsPerCall: 3))
        let clean = try sandbox.snapshot()
        for _ in 0..<2 { _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64 }
        try exceed(.hostCallsPerCall, sandbox) { _ = try $0.call("callHostOften", Int32(4), [UInt8]()) as UInt64 }
        #expect(sandbox.statistics.hostCalls == 9)
        try sandbox.restore(to: clean)
        _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64
    }

    @Test func noHostCalls() throws {
        let sandbox = try sandbox(.init(hostCallsPerCall: -1))
        #expect(sandbox.limits.hostCallsPerCall == 0)
        sandbox.limits.hostCallsPerCall = .min
        #expect(sandbox.limits.hostCallsPerCall == 0)
        try sandbox.call("nothing")
        try exceed(.hostCallsPerCall, sandbox) { _ = try $0.call("add", Int32(1), Int32(2)) as Int32 }
        #expect(sandbox.statistics.hostCalls == 0)
    }

    /// A host function is one exit, and the return is one.
    @Test func exitsOfACall() throws {
        let sandbox = try sandbox(.init(exitsPerCall: 4))
        for _ in 0..<2 { _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64 }
        try exceed(.exitsPerCall, sandbox) { _ = try $0.call("callHostOften", Int32(4), [UInt8]()) as UInt64 }
    }

    @Test func exitsForNothingButTheLog() throws {
        let sandbox = try sandbox(.init(exitsPerCall: 4))
        let text = String(repeating: "x", count: 4000)
        try sandbox.call("logMany", Int32(3), text)
        try exceed(.exitsPerCall, sandbox) { try $0.call("logMany", Int32(100), text) }
    }

    @Test func theLeastIsOneExit() throws {
        let sandbox = try sandbox(.init(exitsPerCall: 0))
        #expect(sandbox.limits.exitsPerCall == 1)
        sandbox.limits.exitsPerCall = 0
        #expect(sandbox.limits.exitsPerCall == 1)
        try sandbox.call("nothing")
    }

    @Test func theLargestLimitsAreNone() throws {
        let sandbox = try sandbox(
            .init(
                hostCallsPerCall: .max, exitsPerCall: .max, logBytesPerCall: .bytes(.max),
                logBytesPerSecond: .bytes(.max)))
        _ = try sandbox.call("callHostOften", Int32(100), [UInt8]()) as UInt64
        try sandbox.call("logMany", Int32(100), "text")
    }

    @Test func theLogOfACall() throws {
        let log = RecordedLog()
        let sandbox = try Sandbox.test(
            configuration: .init(limits: .init(logBytesPerCall: .kibibytes(2)), logger: log.logger()))
        let before = log.all.count
        let text = String(repeating: "x", count: 1000)
        for _ in 0..<5 { try sandbox.call("logMany", Int32(1), text) }
        #expect(log.all.count == before + 5)
        try exceed(.logBytesPerCall, sandbox) { try $0.call("logMany", Int32(3), text) }
        #expect(log.all.count == before + 5)
    }

    /// The clock goes on while the test runs, so the rate is one that a test cannot wait for.
    @Test func theLogOfASecond() throws {
        let sandbox = try sandbox(.init())
        sandbox.limits.logBytesPerSecond = .bytes(2)
        try sandbox.call("nothing")
        try exceed(.logBytesPerSecond, sandbox) { try $0.call("logMany", Int32(1), "text") }
    }

    @Test func theyCanBeChangedBetweenCalls() throws {
        let sandbox = try sandbox(.init())
        let clean = try sandbox.snapshot()
        _ = try sandbox.call("add", Int32(1), Int32(2)) as Int32
        sandbox.limits.hostCallsPerCall = 0
        // A snapshot does not bring others back.
        try sandbox.restore(to: clean)
        try exceed(.hostCallsPerCall, sandbox) { _ = try $0.call("add", Int32(1), Int32(2)) as Int32 }
    }

    @Test func clonesHaveThoseOfTheirSnapshot() throws {
        let limits = Sandbox.Limits(
            hostCallsPerCall: 1, exitsPerCall: 2, logBytesPerCall: .bytes(3), logBytesPerSecond: .bytes(4))
        let sandbox = try sandbox(.init())
        sandbox.limits = limits
        let snapshot = try sandbox.snapshot()
        let clone = try Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent)
        #expect(clone.limits == limits)
        #expect(try Sandbox(from: clone.snapshot(), hostFunctions: .forTests, logger: .silent).limits == limits)
    }
}
