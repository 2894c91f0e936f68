import TestSupport
import Testing
import Wire

@testable import HostRuntime

/// What the host counts is compared with what passes the machine, and with messages that the test writes itself.
@Suite("Bytes in and out")
struct UsageBytesTests {
    private final class Weighed {
        let sandbox: Sandbox
        let machine: WeighingMachine

        init() throws {
            (sandbox, machine) = try Sandbox.test(
                configuration: .init(logger: RecordedLog().logger(), measuresUsage: true), on: WeighingMachine.init)
            machine.log = try #require(sandbox.resources).log
        }

        /// Makes a call, however it ends, and compares.
        func expectSame(
            isLogging: Bool = false, sourceLocation: SourceLocation = #_sourceLocation, _ call: (Sandbox) throws -> Void
        ) throws {
            let before = (machine.bytesIn, machine.messagesOut, machine.logOut, machine.entries)
            let statistics = sandbox.statistics
            try? call(sandbox)
            let usage = try #require(sandbox.lastCallUsage, sourceLocation: sourceLocation)
            #expect(usage.bytesIn == machine.bytesIn - before.0, sourceLocation: sourceLocation)
            let log = machine.logOut - before.2
            #expect((log > 0) == isLogging, sourceLocation: sourceLocation)
            #expect(usage.bytesOut == machine.messagesOut - before.1 + log, sourceLocation: sourceLocation)
            #expect(usage.exits == machine.entries - before.3, sourceLocation: sourceLocation)
            #expect(usage.bytesIn == sandbox.statistics.bytesIn - statistics.bytesIn, sourceLocation: sourceLocation)
            #expect(usage.bytesOut == sandbox.statistics.bytesOut - statistics.bytesOut, sourceLocation: sourceLocation)
            #expect(usage.bytesIn > 0, sourceLocation: sourceLocation)
        }
    }

    @Test func whatPassesTheMachine() throws {
        let weighed = try Weighed()
        try weighed.expectSame { try $0.call("nothing") }
        try weighed.expectSame { _ = try $0.call("echoString", "some text") as String }
        try weighed.expectSame { _ = try $0.call("bytesThroughHost", [UInt8](repeating: 1, count: 3000)) as [UInt8] }
        try weighed.expectSame {
            _ = try $0.call("callHostOften", Int32(7), [UInt8](repeating: 1, count: 99)) as UInt64
        }
        try weighed.expectSame { _ = try $0.call("catchHostError", "x") as String }
        // Too large for the guest: what it is told instead counts.
        try weighed.expectSame { _ = try $0.call("bytesFromHost", UInt32(1 << 20)) as UInt64 }
        try weighed.expectSame { _ = try $0.call("lookUp", "") as String }
    }

    @Test func whatIsPrintedAndLogged() throws {
        let weighed = try Weighed()
        try weighed.expectSame(isLogging: true) { try $0.call("printLine", "a line") }
        // Some exits because the buffer was full.
        try weighed.expectSame(isLogging: true) { try $0.call("logMany", Int32(1000), "a message") }
        #expect(weighed.sandbox.statistics.logFlushes > 0)
    }

    @Test func guestsThatGiveUp() throws {
        let weighed = try Weighed()
        try weighed.expectSame { try $0.call("trapFatalError", "x") }
    }

    @Test func aMessageIsAsLongAsItIsWritten() throws {
        let sandbox = try Sandbox.test()
        let before = sandbox.statistics.bytesIn
        _ = try sandbox.call("bytesLength", [UInt8](repeating: 5, count: 1234)) as UInt64
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        var writer = FunctionCallWriter(writingInto: buffer)
        try writer.append([UInt8](repeating: 5, count: 1234))
        let message = try writer.finish(functionName: "bytesLength", expectedReturnType: .uint64)
        #expect(sandbox.statistics.bytesIn - before == UInt64(message.count))
    }

    /// Each way once, so that each byte counts once.
    @Test func eachByteCountsOnce() throws {
        let sandbox = try Sandbox.test(configuration: .init(logger: .silent, measuresUsage: true))
        func usage(_ name: String, _ count: Int) throws -> Sandbox.Usage {
            _ = try sandbox.call(name, [UInt8](repeating: 1, count: count)) as [UInt8]
            return try #require(sandbox.lastCallUsage)
        }
        for (name, times) in [("echoBytes", 1 as UInt64), ("bytesThroughHost", 2)] {
            let (few, many) = (try usage(name, 1024), try usage(name, 9216))
            #expect(many.bytesIn - few.bytesIn == times * 8192, "\(name)")
            #expect(many.bytesOut - few.bytesOut == times * 8192, "\(name)")
        }
    }

    /// What does not get as far as the guest is not given to it.
    @Test func refusedCallsCountNothing() throws {
        let sandbox = try Sandbox.test()
        let before = sandbox.statistics
        try expectError(.argumentsTooLarge) {
            try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 1 << 20)) as UInt64
        }
        try expectError(.deadlineExceeded) { try sandbox.call("nothing", deadline: .now - .seconds(1)) }
        #expect(sandbox.statistics == before)
    }
}
