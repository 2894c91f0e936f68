import HostRuntime
import Testing

/// Runs `body`, which must throw a `SandboxError` of this code, and returns the error.
@discardableResult
func expectError<Result>(
    _ code: SandboxError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) throws -> SandboxError {
    let error = #expect(throws: SandboxError.self, sourceLocation: sourceLocation) { _ = try body() }
    let sandboxError = try #require(error, sourceLocation: sourceLocation)
    #expect(sandboxError.code == code, "\(sandboxError)", sourceLocation: sourceLocation)
    return sandboxError
}

/// Checks that asynchronous code throws a ``SandboxError`` of that code, and returns it.
@discardableResult
func expectError<Result>(
    _ code: SandboxError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: nonisolated(nonsending) () async throws -> Result
) async throws -> SandboxError {
    do {
        _ = try await body()
    } catch let error as SandboxError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    throw NothingThrown()
}

private struct NothingThrown: Error {}
