import Synchronization
import Testing

@testable import HostRuntime

@Suite("What calls take")
struct UsageTests {
    private static let measured = Sandbox.Configuration(logger: .silent, measuresUsage: true)

    @Test func theLastCallAndAllOfThem() throws {
        let sandbox = try Sandbox.test(configuration: Self.measured)
        #expect(sandbox.lastCallUsage == nil)
        var sum = sandbox.usage
        // The start code.
        #expect((sum.exits, sum.hostCalls) == (1, 0))
        #expect(sum.guestProcessorTime > .zero && sum.wallTime > .zero)
        #expect(try #require(sum.dirtyPages) > 0)
        for count: Int32 in [0, 1, 10] {
            _ = try sandbox.call("callHostOften", count, [UInt8]()) as UInt64
            let usage = try #require(sandbox.lastCallUsage)
            #expect((usage.exits, usage.hostCalls) == (UInt64(count) + 1, UInt64(count)))
            sum.add(usage)
            #expect(sandbox.usage == sum)
        }
        #expect(sum.exits == sandbox.statistics.entries)
        #expect(sum.hostCalls == sandbox.statistics.hostCalls)
        #expect((sum.bytesIn, sum.bytesOut) == (sandbox.statistics.bytesIn, sandbox.statistics.bytesOut))
    }

    /// Sums add what there is, and dirty pages of some calls may be unknown.
    @Test func addingUp() {
        let call = Sandbox.Usage(
            wallTime: .seconds(1), guestProcessorTime: .seconds(2), exits: 3, hostCalls: 4, bytesIn: 5, bytesOut: 6,
            dirtyPages: nil)
        var sum = Sandbox.Usage()
        for _ in 0..<2 { sum.add(call) }
        #expect(
            sum
                == Sandbox.Usage(
                    wallTime: .seconds(2), guestProcessorTime: .seconds(4), exits: 6, hostCalls: 8, bytesIn: 10,
                    bytesOut: 12, dirtyPages: nil))
        var known = call
        known.dirtyPages = 7
        for usage in [known, call, known] { sum.add(usage) }
        #expect(sum.dirtyPages == 14)
    }

    @Test func callsThatFail() throws {
        let sandbox = try Sandbox.test(configuration: Self.measured)
        let clean = try sandbox.snapshot()
        func expectMeasured(_ code: SandboxError.Code, exits: UInt64, _ call: () throws -> Void) throws {
            let before = sandbox.usage
            try expectError(code) { try call() }
            let usage = try #require(sandbox.lastCallUsage)
            #expect(usage.exits == exits, "\(code)")
            #expect(usage.guestProcessorTime > .zero && usage.wallTime > .zero)
            #expect(sandbox.usage.exits == before.exits + exits)
            if sandbox.poisonedBy != nil { try sandbox.restore(to: clean) }
        }
        try expectMeasured(.guestError, exits: 1) { _ = try sandbox.call("lookUp", "") as String }
        try expectMeasured(.hostFunctionFailed, exits: 2) { _ = try sandbox.call("passHostErrorOn", "x") as Int32 }
        try expectMeasured(.aborted, exits: 1) { try sandbox.call("trapFatalError", "x") }
        try expectMeasured(.stackOverflow, exits: 1) { _ = try sandbox.call("recurseTo", Int64.max) as Int64 }
        sandbox.limits.processorTimePerCall = .milliseconds(5)
        try expectMeasured(.limitExceeded, exits: 1) { try sandbox.call("spin") }
    }

    @Test func callsThatDoNotGetAsFarAsTheGuest() throws {
        let sandbox = try Sandbox.test(configuration: Self.measured)
        func expectUnmeasured(_ code: SandboxError.Code, _ call: () throws -> Void) throws {
            let before = (sandbox.usage, sandbox.lastCallUsage)
            try expectError(code) { try call() }
            #expect(sandbox.usage == before.0)
            #expect(sandbox.lastCallUsage == before.1)
        }
        for _ in 0..<2 {
            try expectUnmeasured(.functionNotFound) { try sandbox.call("thereIsNone") }
            try expectUnmeasured(.argumentsTooLarge) {
                _ = try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 1 << 20)) as UInt64
            }
            try expectUnmeasured(.deadlineExceeded) { try sandbox.call("nothing", deadline: .now - .seconds(1)) }
            try sandbox.call("nothing")
        }
        try expectError(.aborted) { try sandbox.call("trapFatalError", "x") }
        try expectUnmeasured(.poisoned) { try sandbox.call("nothing") }
        try sandbox.close()
        try expectUnmeasured(.closed) { try sandbox.call("nothing") }
    }

    @Test func restoresUndoNothing() throws {
        let sandbox = try Sandbox.test(configuration: Self.measured)
        let clean = try sandbox.snapshot()
        var exits = sandbox.usage.exits
        for _ in 0..<3 {
            try sandbox.call("nothing", thenRestoringTo: clean)
            exits += 1
            #expect(sandbox.usage.exits == exits)
            #expect(sandbox.lastCallUsage?.exits == 1)
        }
    }

    @Test func whoDoesNotWantToKnow() throws {
        let sandbox = try Sandbox.test()
        _ = try sandbox.call("add", Int32(1), Int32(2)) as Int32
        let isMeasured = sandbox.measuresUsage
        #expect(!isMeasured)
        #expect(sandbox.usage == Sandbox.Usage())
        #expect(sandbox.lastCallUsage == nil)
    }

    @Test func switchingItOnAndOff() throws {
        let sandbox = try Sandbox.test()
        sandbox.measuresUsage = true
        #expect(sandbox.usage == Sandbox.Usage())
        try sandbox.call("nothing")
        #expect(sandbox.lastCallUsage?.exits == 1)
        // Nothing changes.
        sandbox.measuresUsage = true
        #expect(sandbox.lastCallUsage?.exits == 1)
        sandbox.measuresUsage = false
        #expect(sandbox.lastCallUsage == nil)
        try sandbox.call("nothing")
        #expect(sandbox.usage.exits == 1)
        sandbox.measuresUsage = true
        #expect(sandbox.lastCallUsage == nil)
        try sandbox.call("nothing")
        #expect(sandbox.usage.exits == 2)
        try sandbox.close()
        sandbox.measuresUsage = false
        #expect(sandbox.usage.exits == 2)
        #expect(sandbox.lastCallUsage?.exits == 1)
    }

    @Test func aCallDuringWhichItIsSwitchedIsNotMeasured() throws {
        final class Box: @unchecked Sendable {
            var sandbox: Sandbox?
            var setting = false
        }
        let box = Box()
        let observer = RecordingObserver()
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in
            box.sandbox?.measuresUsage = box.setting
            return left &+ right
        }
        let sandbox = try Sandbox.test(
            configuration: .init(logger: .silent, observer: observer), hostFunctions: functions)
        box.sandbox = sandbox
        defer { box.sandbox = nil }
        for setting in [true, false] {
            box.setting = setting
            try sandbox.call("nothing")
            let before = (sandbox.usage, sandbox.lastCallUsage)
            _ = observer.take()
            #expect(try sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
            #expect(sandbox.usage == before.0)
            #expect(sandbox.lastCallUsage == nil)
            guard case .call(let call)? = observer.take().last else {
                Issue.record("no call came last")
                return
            }
            #expect(call.usage == nil && call.exits == 2)
        }
    }

    @Test func clones() throws {
        let snapshot = try Sandbox.test(configuration: Self.measured).snapshot()
        for measuresUsage in [true, false] {
            let clone = try Sandbox(
                from: snapshot, hostFunctions: .forTests, logger: .silent, measuresUsage: measuresUsage)
            #expect(clone.usage == Sandbox.Usage())
            _ = try clone.call("increment") as Int32
            let usage = clone.lastCallUsage
            #expect((usage != nil) == measuresUsage)
            #expect(clone.usage == usage ?? Sandbox.Usage())
            if let usage { #expect(try usage.dirtyPages == UInt64(clone.dirtyPages().count)) }
        }
    }

    @Test func observersAreTold() throws {
        let observer = RecordingObserver()
        let sandbox = try Sandbox.test(configuration: .init(logger: .silent, observer: observer))
        func told() throws -> SandboxObservation.Call {
            let call = observer.take().compactMap { if case .call(let call) = $0 { call } else { nil } }.last
            return try #require(call)
        }
        try sandbox.call("nothing")
        let unmeasured = try told()
        #expect(unmeasured.usage == nil)
        sandbox.measuresUsage = true
        try sandbox.call("nothing")
        let measured = try told()
        #expect(measured.usage == sandbox.lastCallUsage)
        #expect((measured.bytesIn, measured.bytesOut) == (unmeasured.bytesIn, unmeasured.bytesOut))
        let usage = try #require(measured.usage)
        #expect(
            (usage.exits, usage.hostCalls, usage.bytesIn, usage.bytesOut)
                == (measured.exits, measured.hostCalls, measured.bytesIn, measured.bytesOut))
        #expect(usage.wallTime <= measured.duration)
        try expectError(.argumentsTooLarge) {
            try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 1 << 20)) as UInt64
        }
        #expect(try told().usage == nil)
        try expectError(.aborted) { try sandbox.call("trapFatalError", "x") }
        #expect(try told().usage == sandbox.lastCallUsage)
    }
}
