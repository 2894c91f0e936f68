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
