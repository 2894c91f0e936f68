import Glibc
import Synchronization

@testable import HostRuntime

/// Interrupts guests that do not end by themselves: its thread looks from time to time, and a run that it sees for the
/// second time is over.
final class Watchdog: Sendable {
    private struct Run {
        let handle: InterruptHandle
        var wasSeen = false
        var wasInterrupted = false
    }

    private struct State {
        var run: Run?
        var isOver = false
    }

    private let state = Mutex(State())

    /// In microseconds. A guest that works on has done all that a short program can do by then.
    private static let period: UInt32 = 1000

    /// Lets `body` use watchdogs, whose thread ends with it.
    static func keep<Result>(_ body: (Watchdog) throws -> Result) rethrows -> Result {
        let watchdog = Watchdog()
        let thread = OtherThread {
            while watchdog.look() { usleep(period) }
        }
        defer {
            watchdog.state.withLock { $0.isOver = true }
            thread.join()
        }
        return try body(watchdog)
    }

    /// Watches the calls that `body` makes of a sandbox.
    ///
    /// - Returns: Whether one was interrupted.
    func watch(_ sandbox: Sandbox, _ body: () -> Void) -> Bool {
        let run = Run(handle: sandbox.interruptHandle)
        state.withLock { $0.run = run }
        body()
        return state.withLock { state in
            defer { state.run = nil }
            return state.run?.wasInterrupted == true
        }
    }

    /// - Returns: Whether to go on looking.
    private func look() -> Bool {
        state.withLock { state in
            if let run = state.run, run.wasSeen, !run.wasInterrupted {
                state.run?.wasInterrupted = run.handle.interrupt()
            }
            state.run?.wasSeen = true
            return !state.isOver
        }
    }
}
