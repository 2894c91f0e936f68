import Glibc
import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("The signal of interruptions")
struct InterruptSignalTests {
    /// The tests' process has had sandboxes.
    @Test func itCannotBeChangedLater() throws {
        try Sandbox.test().close()
        let number = InterruptSignal.number
        #expect(number == __libc_current_sigrtmin() + 1)
        try InterruptSignal.use(number)
        let error = try expectError(.invalidConfiguration) { try InterruptSignal.use(number + 1) }
        #expect(error.message.contains("signal \(number) is in use"))
        #expect(InterruptSignal.number == number)
    }

    @Test(arguments: [0, -1, SIGINT, SIGKILL, 33, 65, .max])
    func itIsARealTimeSignal(_ number: CInt) throws {
        let error = try expectError(.invalidConfiguration) { try InterruptSignal.use(number) }
        #expect(error.message.contains("signal \(number) is not a real-time signal"))
    }

    /// System calls of host functions go on where the kernel can let them.
    @Test func itRestartsSystemCalls() throws {
        try Sandbox.test().close()
        var action = sigaction()
        #expect(sigaction(InterruptSignal.number, nil, &action) == 0)
        #expect(action.sa_flags & SA_RESTART != 0)
        #expect(action.__sigaction_handler.sa_handler != nil)
    }

    /// A thread that blocks all signals lets this one through when it calls a guest, and no other.
    @Test func threadsThatBlockSignals() throws {
        let outcome = HandleBox()
        let isRunning = Mark()
        let thread = OtherThread {
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            do {
                var functions = HostFunctions.forTests
                functions.register("hostNothing") { isRunning.set() }
                let sandbox = try Sandbox.test(hostFunctions: functions)
                outcome.set(sandbox)
                try expectError(.cancelled) { try sandbox.call("tellAndSpin") }
            } catch {
                Issue.record("\(error)")
            }
            var now = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &now)
            for number in 1...64 as ClosedRange<CInt> where ![SIGKILL, SIGSTOP, 32, 33].contains(number) {
                #expect((sigismember(&now, number) == 0) == (number == InterruptSignal.number), "signal \(number)")
            }
        }
        isRunning.wait()
        usleep(2000)
        #expect(outcome.interrupt())
        thread.join()
    }
}
