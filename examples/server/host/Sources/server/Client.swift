import Synchronization

// sample: client
/// Who sent a request, and may be gone before the answer. A connection has one request at a time.
final class Client: Sendable {
    private struct State {
        var hasLeft = false
        var cancelRequest: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Runs `body` in a task that is cancelled when the client leaves.
    func whileHere<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let request = Task { try await body() }
        let hasLeft = state.withLock { state in
            state.cancelRequest = { request.cancel() }
            return state.hasLeft
        }
        if hasLeft { request.cancel() }
        defer { state.withLock { $0.cancelRequest = nil } }
        return try await withTaskCancellationHandler {
            try await request.value
        } onCancel: {
            request.cancel()
        }
    }

    func leave() {
        let cancelRequest = state.withLock { state in
            state.hasLeft = true
            return state.cancelRequest
        }
        cancelRequest?()
    }
}
// end sample
