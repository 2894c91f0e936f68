import Glibc
internal import Synchronization

/// The signal that takes a thread out of its guest when a call is to end.
///
/// It is sent to that one thread, and does nothing there: the handler is empty, and system calls that it interrupts go on where
/// the kernel can do that (SA_RESTART, signal(7)). A thread lets it through from its first call on; other signals, and
/// other threads, are left as they are. A thread that blocks it later cannot be taken out of its guest.
public enum InterruptSignal {
    private struct State {
        var number = firstRealTimeSignal + 1
        var isInstalled = false
    }

    private static let state = Mutex(State())

    /// Real-time signals that applications may use: glibc keeps those below for itself (nptl(7)).
    private static var firstRealTimeSignal: CInt { __libc_current_sigrtmin() }

    /// The signal's number. By default the second real-time signal, SIGRTMIN+1.
    public static var number: CInt { state.withLock { $0.number } }

    /// Takes another real-time signal, which the process uses for nothing else. Before its first sandbox only.
    ///
    /// - Throws: ``SandboxError`` with code `invalidConfiguration` when the number is not that of a real-time signal, or
    ///   when there has been a sandbox.
    public static func use(_ number: CInt) throws(SandboxError) {
        let range = firstRealTimeSignal...__libc_current_sigrtmax()
        guard range.contains(number) else {
            throw SandboxError(
                .invalidConfiguration,
                "signal \(number) is not a real-time signal: choose one from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        let isTooLate = state.withLock { state in
            if !state.isInstalled { state.number = number }
            return state.number != number
        }
        if isTooLate {
            throw SandboxError(
                .invalidConfiguration, "signal \(self.number) is in use: choose another before the first sandbox")
        }
    }

    /// Gives the signal its handler, once in a process.
    ///
    /// - Returns: The signal.
    static func install() throws(HypervisorError) -> CInt {
        let outcome: Result<CInt, HypervisorError> = state.withLock { state in
            if state.isInstalled { return .success(state.number) }
            var action = sigaction()
            guard sigaction(state.number, nil, &action) == 0 else {
                return .failure(HypervisorError(operation: "sigaction of signal \(state.number)", errno: .current))
            }
            guard action.__sigaction_handler.sa_handler == nil else {
                return .failure(HypervisorError(signalInUse: state.number))
            }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in }
            action.sa_flags = SA_RESTART
            guard sigaction(state.number, &action, nil) == 0 else {
                return .failure(HypervisorError(operation: "sigaction of signal \(state.number)", errno: .current))
            }
            state.isInstalled = true
            return .success(state.number)
        }
        return try outcome.get()
    }
}
