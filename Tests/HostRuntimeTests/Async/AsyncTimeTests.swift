import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("Time of asynchronous calls")
struct AsyncTimeTests {
    @Test func aDeadlineStopsAGuest() async throws {
        let sandbox = try Sandbox.test()
        // Those of others may be taken for long.
        sandbox.executor = GuestExecutor(threads: 1)
        let clean = try sandbox.snapshot()
        let spin: GuestFunction<Void> = try sandbox.function("spin")
        for turn in 0..<10 {
            while true {
                let error = try await expectError(.deadlineExceeded) {
                    if turn % 2 == 0 {
                        try await sandbox.call("spin", deadline: .now + .milliseconds(5))
                    } else {
                        try await spin(deadline: .now + .milliseconds(5))
                    }
                }
                // On a busy machine it comes before the guest runs.
                guard let ending = error.ending else {
                    #expect(sandbox.poisonedBy == nil)
                    continue
                }
                #expect(ending == .deadlineExceeded)
                break
            }
            #expect(sandbox.poisonedBy?.code == .deadlineExceeded)
            try sandbox.restore(to: clean)
            #expect(try await sandbox.call("add", Int32(1), Int32(2), deadline: .now + .seconds(120)) == Int32(3))
        }
    }

    @Test func oneThatHasPassed() async throws {
        let sandbox = try Sandbox.test()
        let error = try await expectError(.deadlineExceeded) { try await sandbox.call("nothing", deadline: .now) }
        #expect(error.ending == nil)
        #expect(sandbox.poisonedBy == nil)
    }

    @Test func processorTimeStopsAGuest() async throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        for _ in 0..<3 {
            sandbox.limits.processorTimePerCall = .milliseconds(10)
            let error = try await expectError(.limitExceeded) { try await sandbox.call("spin") }
            #expect(error.exceededLimit == .processorTimePerCall)
            try sandbox.restore(to: clean)
            sandbox.limits.processorTimePerCall = .seconds(120)
            try await sandbox.call("nothing")
        }
    }

    /// Neither does a guest that waits have the processor, nor do those count that have its thread meanwhile.
    @Test func onlyItsOwnTurnsCount() async throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async throws -> Int32 in
            try await Task.sleep(for: .milliseconds(400))
            return left &+ right
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        sandbox.limits.processorTimePerCall = .milliseconds(300)
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
    }

    /// The turn that begins then ends before the timer could look, whose work that is otherwise.
    @Test func aShareThatIsUsedUp() {
        let control = CallControl()
        control.begin()
        let allowance = ProcessorAllowance(.zero, deadline: nil)
        allowance.beginTurn(control)
        #expect(control.isStopRequested)
        #expect(control.end() == .processorTimeExceeded)
        allowance.endTurn(control)
    }

    /// The share is the whole call's, however often it waits; each turn takes a small part of it.
    @Test func allTurnsCount() async throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in left &+ right }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        sandbox.limits.processorTimePerCall = .milliseconds(100)
        let error = try await expectError(.limitExceeded) {
            try await sandbox.call("callHostOften", Int32(1_000_000), [UInt8]()) as UInt64
        }
        #expect(error.exceededLimit == .processorTimePerCall)
        #expect(sandbox.statistics.hostCalls > 10)
    }
}
