import Glibc
import GuestTestSupport
import HostRuntime
import Testing

/// What a process does once, before its first sandbox: each of these has a process of its own, which the tests of the runtime
/// cannot have where they are confined.
@Suite("The signal of interruptions in a new process")
struct InterruptSignalProcessTests {
    @Test func anotherSignalIsChosen() async {
        await #expect(processExitsWith: .success) {
            let number = __libc_current_sigrtmin() + 5
            try InterruptSignal.use(__libc_current_sigrtmin() + 6)
            try InterruptSignal.use(number)
            #expect(InterruptSignal.number == number)
            try Self.expectStop()
            #expect(Self.hasHandler(number))
            for other in [number + 1, __libc_current_sigrtmin() + 1] { #expect(!Self.hasHandler(other)) }
        }
    }

    /// The application's own handler stays, and the application is told what to do.
    @Test func aSignalThatTheProcessHandles() async {
        await #expect(processExitsWith: .success) {
            let number = __libc_current_sigrtmin() + 1
            signal(number, SIG_IGN)
            let error = try #require(throws: SandboxError.self) { _ = try Self.makeSandbox() }
            #expect(error.code == .invalidConfiguration)
            #expect(error.message.contains("this process handles signal \(number) already"))
            #expect(Self.hasHandler(number))
            try InterruptSignal.use(number + 1)
            try Self.expectStop()
            #expect(Self.hasHandler(number) && Self.hasHandler(number + 1))
        }
    }

    private static func makeSandbox() throws -> Sandbox {
        let image = try BuiltGuests.image("TestGuest")
        var functions = HostFunctions()
        for signature in image.hostFunctions { functions.register(signature) { _ in throw CancellationError() } }
        return try Sandbox(guest: .image(image), hostFunctions: functions)
    }

    /// Calls are ended by the signal that there is.
    private static func expectStop() throws {
        let sandbox = try makeSandbox()
        var error: SandboxError
        repeat {
            error = try #require(throws: SandboxError.self) {
                try sandbox.call("spin", deadline: .now + .milliseconds(50))
            }
            #expect(error.code == .deadlineExceeded)
            // On a busy machine it may come before the call.
        } while error.ending == nil
        #expect(error.ending == .deadlineExceeded)
    }

    private static func hasHandler(_ number: CInt) -> Bool {
        var action = sigaction()
        return sigaction(number, nil, &action) == 0 && action.__sigaction_handler.sa_handler != nil
    }
}
