import Glibc
import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("Processor time of a call")
struct ProcessorTimeTests {
    @Test func aGuestThatNeverReturnsIsStopped() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        for _ in 0..<5 {
            sandbox.limits.processorTimePerCall = .milliseconds(10)
            let before = HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
            let error = try expectError(.limitExceeded) { try sandbox.call("spin") }
            #expect(HostTime.nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - before >= 10_000_000)
            #expect(error.exceededLimit == .processorTimePerCall)
            #expect(error.message.contains("0.01 seconds"), "\(error)")
            #expect(sandbox.poisonedBy != nil)
            try sandbox.restore(to: clean)
            sandbox.limits.processorTimePerCall = .seconds(60)
            try sandbox.call("nothing")
        }
    }

    /// Who waits does not have the processor.
    @Test func waitingIsNoUse() throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in
            usleep(900_000)
            return left + right
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        sandbox.limits.processorTimePerCall = .milliseconds(700)
        #expect(try sandbox.call("add", Int32(1), Int32(2)) as Int32 == 3)
    }

    /// Whichever comes first.
    @Test func withADeadline() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        sandbox.limits.processorTimePerCall = .milliseconds(5)
        try expectError(.limitExceeded) { try sandbox.call("spin", deadline: .now + .seconds(60)) }
        try sandbox.restore(to: clean)
        sandbox.limits.processorTimePerCall = .seconds(60)
        try expectError(.deadlineExceeded) { try sandbox.call("spin", deadline: .now + .milliseconds(5)) }
    }

    @Test func none() throws {
        let sandbox = try Sandbox.test()
        sandbox.limits.processorTimePerCall = .zero
        try expectError(.limitExceeded) { try sandbox.call("spin") }
    }
}
