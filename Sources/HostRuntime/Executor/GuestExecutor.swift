internal import CKVM

/// The threads on which guests run that are called from asynchronous code.
///
/// Threads of Swift concurrency are few, and a guest that runs for long would keep one from everything else. So an
/// asynchronous call is made by a thread of its sandbox's executor, and while its guest waits for an asynchronous host
/// function that thread serves other sandboxes. Calls wait in line for a thread without having one, those of tasks with
/// higher priority first; a call that is cancelled or whose deadline comes leaves the line.
///
/// As a task executor it takes whole tasks too. Such a task has a thread until it suspends, and keeps it from calls: let it do
/// nothing there but make synchronous calls.
public final class GuestExecutor: TaskExecutor {
    /// The executor of sandboxes that have no other, with as many threads as the process may use processors.
    public static let shared = GuestExecutor(threads: Int(ckvm_processor_count()))

    /// How many guests run at the same time at most. The threads are started as they are needed.
    public let threads: Int

    let turnstile: Turnstile
    private let guestThreads: GuestThreads

    /// Makes an executor, whose threads end when neither a sandbox nor anything else uses it any more.
    ///
    /// - Parameter threads: How many guests run at the same time at most; less than 1 counts as 1. More threads than
    ///   processors make sense only for host functions that block their thread.
    public init(threads: Int) {
        self.threads = max(threads, 1)
        turnstile = Turnstile(width: self.threads)
        guestThreads = GuestThreads(limit: self.threads)
    }

    deinit { guestThreads.end() }

    /// How many threads have been started and not ended.
    var startedThreads: Int { guestThreads.count }

    /// How many could run a guest now.
    var vacancies: Int { turnstile.vacancies }

    /// How many calls, and closures of ``run(_:)``, wait for a thread.
    var waitingCalls: Int { turnstile.waiterCount }

    /// Runs a job of a task on one of the threads, as a task executor has to.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        guestThreads.enqueue(priority: job.priority.rawValue) { job.runSynchronously(on: executor) }
    }

    /// Runs a closure on one of the threads, when it is its turn: for what takes long without waiting, such as making a
    /// sandbox.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/AsyncSamples.swift#run -->
    /// ```swift
    /// let sandbox = try await GuestExecutor.shared.run {
    ///     try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
    /// }
    /// ```
    ///
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws. That the task is cancelled is left to the closure.
    public nonisolated(nonsending) func run<Success, Failure: Error>(
        _ body: @Sendable () throws(Failure) -> sending Success
    ) async throws(Failure) -> sending Success {
        _ = await turnstile.enter(for: nil)
        return try await withTaskExecutorPreference(self, isolation: nil) {
            @Sendable () async throws(Failure) -> sending Success in
            try await runHere(body)
        }
    }

    /// Not isolated, so that nothing of whoever waits comes to the thread.
    @concurrent
    private func runHere<Success, Failure: Error>(
        _ body: @Sendable () throws(Failure) -> sending Success
    ) async throws(Failure) -> sending Success {
        defer { turnstile.leave() }
        return try body()
    }

    /// Runs a closure on one of the threads on behalf of a task that was let through the turnstile, and lets the next one
    /// through.
    nonisolated(nonsending) func take<Outcome>(_ turn: GuestTurn<Outcome>) async -> Outcome {
        // Not isolated, so that nothing of whoever waits comes to the thread.
        await withTaskExecutorPreference(self, isolation: nil) { @Sendable in await turn.run(leaving: turnstile) }
        return turn.outcome
    }
}
