import Synchronization
import Testing

@testable import SandboxPooling

/// Holds tasks up until it is opened. Cancelling them does not let them through.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Returns when `condition` holds, which others bring about. Gives up after a time in which even a busy machine gets there.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) async throws {
    for _ in 0..<60_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    Issue.record("it never happened", sourceLocation: sourceLocation)
    throw CancellationError()
}

/// Runs `body`, which must throw a `SandboxPoolError` of this code, and returns the error.
@discardableResult
func expectError<Result>(
    _ code: SandboxPoolError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Result
) async throws -> SandboxPoolError {
    let error = await #expect(throws: SandboxPoolError.self, sourceLocation: sourceLocation) { _ = try await body() }
    let poolError = try #require(error, sourceLocation: sourceLocation)
    #expect(poolError.code == code, "\(poolError)", sourceLocation: sourceLocation)
    return poolError
}
