import HostRuntime

/// What was found to be other than it should be.
struct PropertyViolation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
func demand(_ condition: Bool, _ description: @autoclosure () -> String) throws {
    if !condition { throw PropertyViolation(description()) }
}

/// Throws unless `body` throws an error of this code.
func demandError(_ code: SandboxError.Code, _ body: () throws -> some Any) throws {
    do {
        _ = try body()
    } catch let error as SandboxError {
        return try demand(error.code == code, "it throws \(error), not \(code)")
    }
    throw PropertyViolation("it does not throw \(code)")
}
