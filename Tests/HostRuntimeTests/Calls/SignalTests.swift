import Glibc
import HostRuntime
import Synchronization
import Testing

/// A program may use signals for its own ends; they interrupt system calls of the thread that they reach.
@Suite("Signals to the calling thread")
struct SignalTests {
    private final class Outcome: Sendable {
        let isDone = Atomic(false)
        let failures = Mutex<[String]>([])
    }

    @Test func theyDoNotDisturbSandboxes() throws {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        #expect(sigaction(SIGUSR2, &action, nil) == 0)
        let image = try TestGuests.test.get()
        let outcome = Outcome()
        let thread = OtherThread {
            defer { outcome.isDone.store(true, ordering: .releasing) }
            do {
                for _ in 0..<20 {
                    let sandbox = try Sandbox(
                        guest: .image(image), configuration: .init(logger: .silent), hostFunctions: .forTests)
                    for value: Int32 in 0..<50 where try sandbox.call("add", value, Int32(1)) != value + 1 {
                        outcome.failures.withLock { $0.append("wrong sum for \(value)") }
                    }
                }
            } catch {
                outcome.failures.withLock { $0.append("\(error)") }
            }
        }
        // Bounded, so that a hanging sandbox fails the test run and not the machine.
        for _ in 0..<100_000 where !outcome.isDone.load(ordering: .acquiring) {
            thread.signal(SIGUSR2)
            usleep(100)
        }
        thread.join()
        #expect(outcome.failures.withLock { $0 } == [])
    }
}
