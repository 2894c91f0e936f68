import Logging
import Testing

@testable import SandboxPooling

extension SandboxPool.Configuration {
    /// Says nothing, and lets callers wait for ever: the only time limit is one that a test is about.
    static func test(
        size: Int, idle: Int = 0, waiters: Int = 1000, timeout: Duration? = nil, logger: Logger = .silent
    ) -> SandboxPool.Configuration {
        SandboxPool.Configuration(
            maximumSize: size, minimumIdle: idle, maximumWaiters: waiters, waitTimeout: timeout, name: "tests",
            logger: logger, guestLogger: .silent)
    }
}

extension SandboxPool {
    /// Borrows a sandbox, and has it until the gate opens. Returns once it is lent.
    func hold(until gate: Gate) async throws -> Task<Void, any Error> {
        let lent = Gate()
        let task = Task {
            try await self.withSandbox { _ in
                lent.open()
                await gate.wait()
            }
        }
        await lent.wait()
        return task
    }

    /// Starts a caller, and returns once it is in line behind `others`.
    func enqueue<Result: Sendable>(
        behind others: Int, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Task<Result, any Error> {
        let task = Task { try await body() }
        try await eventually { self.statistics.waiting == others + 1 }
        return task
    }
}
