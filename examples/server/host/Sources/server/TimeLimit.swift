import HostRuntime

// sample: time-limit
/// Runs `body` in a task that is cancelled at the deadline, and then throws ``TimeIsOver``.
///
/// It is for all that is not a call of a guest and has no deadline of its own: to read a body that comes slowly, to wait in
/// line for a sandbox.
func withTimeLimit<Result: Sendable>(
    until deadline: Deadline, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: Deadline.now.duration(to: deadline))
            throw TimeIsOver()
        }
        defer { group.cancelAll() }
        for try await result in group { return result }
        throw CancellationError()
    }
}
// end sample

struct TimeIsOver: Error {}
