internal import Dispatch
internal import HostRuntime
internal import Logging

extension SandboxPool {
    /// Makes a sandbox for whoever needs it next. On the queue ``maintenance``.
    func refill() {
        guard change({ $0.beginRefill() }) else { return }
        let sandbox: PooledSandbox
        do throws(SandboxError) {
            sandbox = PooledSandbox(try source.make())
        } catch {
            retryRefill(after: error)
            return
        }
        switch change({ $0.finishRefill(sandbox) }) {
        case .handed(let waiter): waiter.resume(returning: sandbox)
        case .kept: break
        case .superfluous: close(sandbox)
        }
    }

    private func retryRefill(after error: SandboxError) {
        let delay = change { $0.failRefill(error) }
        configuration.logger.error(
            "a sandbox could not be made, the next attempt is in \(delay): \(error)",
            metadata: ["pool": "\(configuration.name)"])
        timers.asyncAfter(deadline: .now() + delay) { [weak self] in self?.change { $0.resumeRefills() } }
    }

    /// Closes a sandbox that the state counts as closing.
    func close(_ sandbox: PooledSandbox) {
        maintenance.async {
            do throws(SandboxError) {
                try self.source.close(sandbox.sandbox)
            } catch {
                self.configuration.logger.warning(
                    "a sandbox could not be closed, its memory goes with the last reference to it: \(error)",
                    metadata: ["pool": "\(self.configuration.name)"])
            }
            self.change { $0.finishClosing() }
        }
    }

    /// Lends no more sandboxes, and returns when all are closed.
    ///
    /// Callers that wait fail with the code `shuttingDown`, as do those that come later. Bodies that run are left to
    /// finish, so a body must not call this. Cancelling the task does not make it return earlier. Calling it again, or
    /// twice at a time, is fine: each call returns when everything is closed.
    public func shutdown() async {
        let (waiters, idle) = change { $0.beginShutdown() }
        for waiter in waiters { waiter.resume(throwing: SandboxPoolError.shuttingDown(configuration)) }
        for sandbox in idle { close(sandbox) }
        await withCheckedContinuation { continuation in
            change { $0.drainers.append(continuation) }
        }
        guard let ownShells else { return }
        await withCheckedContinuation { continuation in
            maintenance.async {
                ownShells.removeAll()
                continuation.resume()
            }
        }
    }
}
