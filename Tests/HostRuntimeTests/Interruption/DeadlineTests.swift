import Glibc
import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("Deadlines of calls")
struct DeadlineTests {
    @Test func aGuestThatNeverReturnsIsStopped() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        for _ in 0..<20 {
            let error = try Self.stopped { deadline in
                try sandbox.call("spin", deadline: deadline)
            }
            #expect(error.ending == .deadlineExceeded)
            #expect(sandbox.poisonedBy?.code == .deadlineExceeded)
            try sandbox.restore(to: clean)
            #expect(try sandbox.call("add", Int32(1), Int32(2), deadline: .now + .seconds(60)) as Int32 == 3)
        }
    }

    /// The error of a call that is given little time, but was begun: on a busy machine the time may be over before.
    private static func stopped(_ call: (Deadline) throws -> Void) throws -> SandboxError {
        while true {
            let deadline = Deadline.now + .milliseconds(5)
            let error = try expectError(.deadlineExceeded) { try call(deadline) }
            #expect(Deadline.now >= deadline, "the deadline had not come")
            if error.ending != nil { return error }
        }
    }

    /// Each way to call has one.
    @Test func everyCallHasOne() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        let spin: GuestFunction<Void> = try sandbox.function("spin")
        func expectStop(isRestored: Bool = false, _ call: (Deadline) throws -> Void) throws {
            _ = try Self.stopped(call)
            #expect((sandbox.poisonedBy == nil) == isRestored)
            try sandbox.restore(to: clean)
        }
        try expectStop { try sandbox.call("spin", deadline: $0) }
        try expectStop { try spin(deadline: $0) }
        try expectStop { try sandbox.call("spin", arguments: [], deadline: $0) }
        try expectStop(isRestored: true) { try sandbox.call("spin", deadline: $0, thenRestoringTo: clean) }
        try expectStop(isRestored: true) { try spin(deadline: $0, thenRestoringTo: clean) }
        try expectStop(isRestored: true) {
            try sandbox.call("spin", arguments: [], deadline: $0, thenRestoringTo: clean)
        }
    }

    /// The guest has not run, so nothing is unknown about it.
    @Test(arguments: [Duration.zero, .nanoseconds(-1), .seconds(-1_000_000_000_000)])
    func oneThatHasPassed(_ rest: Duration) throws {
        let sandbox = try Sandbox.test()
        let error = try expectError(.deadlineExceeded) { try sandbox.call("nothing", deadline: .now + rest) }
        #expect(error.ending == nil)
        #expect(error.message.contains("before it began"))
        #expect(sandbox.poisonedBy == nil)
        try sandbox.call("nothing")
    }

    @Test(arguments: [Duration.seconds(1), .seconds(1_000_000), .seconds(1_000_000_000_000)])
    func oneThatIsFar(_ rest: Duration) throws {
        let sandbox = try Sandbox.test()
        for _ in 0..<3 { try sandbox.call("nothing", deadline: .now + rest) }
    }

    @Test func ofAnotherClock() throws {
        let sandbox = try Sandbox.test()
        let clock = ContinuousClock()
        try sandbox.call("nothing", deadline: Deadline(clock.now + .seconds(60)))
        let error = try expectError(.deadlineExceeded) { try sandbox.call("nothing", deadline: Deadline(clock.now)) }
        #expect(error.ending == nil)
    }

    @Test func arithmetic() {
        let now = Deadline.now
        #expect(now + .zero == now)
        #expect(now + .nanoseconds(1) > now)
        #expect(now + .nanoseconds(-1) < now)
        #expect(now + .seconds(5) + .seconds(-5) == now)
        #expect(now.duration(to: now + .seconds(5)) == .seconds(5))
        #expect((now + .seconds(5)).duration(to: now) == .seconds(-5))
        #expect((now + .milliseconds(1500)).nanoseconds == now.nanoseconds + 1_500_000_000)
        for far in [Duration.seconds(Int64.max), .seconds(Int64.max / 1_000_000_000) + .seconds(1)] {
            #expect(now + far + far == .never)
            #expect(now - far - far == Deadline(nanoseconds: 0))
            #expect(now.duration(to: now + far) > .seconds(1_000_000_000))
        }
        #expect(now + Duration(secondsComponent: .min, attosecondsComponent: 0) == Deadline(nanoseconds: 0))
        #expect(Deadline(ContinuousClock.now + .seconds(Int64.max / 2)) == .never)
    }

    /// A host function is waited for, and the guest does not go on behind it.
    @Test func duringAHostFunction() throws {
        var functions = HostFunctions.forTests
        functions.register("hostNothing") { _ = usleep(1_200_000) }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        try expectError(.deadlineExceeded) { try sandbox.call("tellAndSpin", deadline: .now + .seconds(1)) }
        #expect(sandbox.statistics.hostCalls == 1)
    }

    /// A deadline belongs to its call: the next one has its own, a later or an earlier one, or none.
    @Test func theNextCallHasItsOwn() throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in
            usleep(8000)
            return left + right
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let clean = try sandbox.snapshot()
        // Returns at once, or on a busy machine is too late, and leaves the timer set.
        func callWithLittleTime() throws {
            do {
                try sandbox.call("nothing", deadline: .now + .milliseconds(4))
            } catch  where error.code == .deadlineExceeded {
                try sandbox.restore(to: clean)
            }
        }
        for _ in 0..<10 {
            try callWithLittleTime()
            // The timer looks during this one.
            #expect(try sandbox.call("add", Int32(3), Int32(4)) as Int32 == 7)
            try callWithLittleTime()
            #expect(try sandbox.call("add", Int32(3), Int32(4), deadline: .now + .seconds(60)) as Int32 == 7)
            // The timer is set for later than this one needs.
            try sandbox.call("nothing", deadline: .now + .seconds(60))
            try expectError(.deadlineExceeded) { try sandbox.call("spin", deadline: .now + .milliseconds(1)) }
            try sandbox.restore(to: clean)
        }
    }

    @Test func startCodeThatNeverReturns() throws {
        let image = try RawGuest.image(MachineCode.spin)
        let error = try expectError(.deadlineExceeded) {
            try Sandbox(
                guest: .image(image), configuration: .init(startTimeout: .milliseconds(5), logger: .silent))
        }
        #expect(error.ending == .deadlineExceeded)
        _ = try Sandbox.test(configuration: .init(startTimeout: .seconds(60), logger: .silent))
    }

    @Test(arguments: [Duration.zero, .seconds(-1)]) func noTimeToStart(_ timeout: Duration) throws {
        let error = try expectError(.invalidConfiguration) {
            try Sandbox.test(configuration: .init(startTimeout: timeout, logger: .silent))
        }
        #expect(error.message.contains("startTimeout is \(timeout), it has to be more than zero"))
    }

    /// The timer of a sandbox that is closed, or that nobody has any more, does nothing.
    @Test func aSandboxThatIsGone() throws {
        for _ in 0..<20 {
            weak var gone: Sandbox?
            do {
                let sandbox = try Sandbox.test()
                gone = sandbox
                // Whether it is in time or not.
                try? sandbox.call("nothing", deadline: .now + .milliseconds(1))
            }
            #expect(gone == nil)
        }
        usleep(5000)
    }
}
