public import SandboxPooling
public import ServiceLifecycle

extension SandboxPool: Service {
    /// Waits for the service group's graceful shutdown, or for the task's cancellation, and shuts the pool down. Returns
    /// when all sandboxes are closed.
    ///
    /// List the pool before the services that borrow from it: a group shuts its services down in reverse order.
    public func run() async throws {
        // Cancelled or asked: what follows is the same.
        try? await gracefulShutdown()
        await shutdown()
    }
}
