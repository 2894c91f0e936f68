internal import Dispatch
internal import HostRuntime
internal import Logging

extension SandboxPool {
    /// A sandbox for the caller, who must give it to ``takeBack(_:)`` in the end.
    nonisolated(nonsending) func borrow() async throws -> PooledSandbox {
        switch change({ $0.borrow() }) {
        case .lent(let sandbox): return sandbox
        case .make: return try await make()
        case .wait(let ticket): return try await wait(ticket)
        case .refused(let refusal): throw error(for: refusal)
        }
    }

    /// Takes a sandbox back from a task.
    nonisolated(nonsending) func giveBack(_ sandbox: PooledSandbox) async {
        // What is poisoned may need another machine.
        if sandbox.sandbox.poisonedBy == nil {
            takeBack(sandbox)
        } else {
            await onThreadOfItsOwn { self.takeBack(sandbox) }
        }
    }

    /// For what takes long, and would keep a thread of Swift concurrency from other tasks.
    private nonisolated(nonsending) func onThreadOfItsOwn<Outcome: Sendable>(
        _ body: @escaping @Sendable () -> Outcome
    ) async -> Outcome {
        await withCheckedContinuation { continuation in
            making.async { continuation.resume(returning: body()) }
        }
    }

    /// Restores a sandbox that was lent, and passes it on.
    func takeBack(_ sandbox: PooledSandbox) {
        if let defect = sandbox.renew(from: source) {
            log(defect)
            change { $0.retire() }
            close(sandbox)
            return
        }
        switch change({ $0.takeBack(sandbox) }) {
        case .handed(let waiter): waiter.resume(returning: sandbox)
        case .kept: break
        case .superfluous: close(sandbox)
        }
    }

    /// Makes a sandbox for the caller, for whom the state already counts one as lent.
    private nonisolated(nonsending) func make() async throws(SandboxPoolError) -> PooledSandbox {
        do throws(SandboxError) {
            return try await onThreadOfItsOwn {
                Result { () throws(SandboxError) in PooledSandbox(try self.source.make()) }
            }
            .get()
        } catch {
            change { $0.abandonMaking() }
            throw .creationFailed(error)
        }
    }

    private nonisolated(nonsending) func wait(_ ticket: WaiterQueue.Ticket) async throws -> PooledSandbox {
        let start = DispatchTime.now()
        defer { metrics.recordWait(since: start) }
        let deadline = configuration.waitTimeout.map { start + $0 }
        let sandbox = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                // Much may have happened since the ticket was drawn.
                switch change({ $0.enqueue(waiter, ticket, deadline: deadline) }) {
                case .lent(let sandbox): waiter.resume(returning: sandbox)
                case .make: waiter.resume(returning: nil)
                // The handler below found nobody in line if it ran before this.
                case .wait: if Task.isCancelled { cancel(ticket) }
                case .refused(let refusal): waiter.resume(throwing: error(for: refusal))
                }
            }
        } onCancel: {
            cancel(ticket)
        }
        if let sandbox { return sandbox }
        return try await make()
    }

    /// Whoever takes a waiter out of the line resumes it, so a sandbox that is handed over at the same moment is not lost.
    private func cancel(_ ticket: WaiterQueue.Ticket) {
        change { $0.waiters.remove(ticket) }?.resume(throwing: CancellationError())
    }

    func expireWaiters() {
        let now = DispatchTime.now()
        for waiter in change({ $0.expireWaiters(at: now) }) {
            waiter.resume(throwing: SandboxPoolError.timedOut(configuration))
        }
    }

    private func error(for refusal: PoolState.Refusal) -> SandboxPoolError {
        switch refusal {
        case .tooManyWaiters: .tooManyWaiters(configuration)
        case .shuttingDown: .shuttingDown(configuration)
        }
    }

    private func log(_ defect: PooledSandbox.Defect) {
        let metadata: Logger.Metadata = ["pool": "\(configuration.name)"]
        switch defect {
        case .escaped:
            configuration.logger.warning(
                "a sandbox was kept beyond the body that it was lent to, and is closed; let no reference to it escape",
                metadata: metadata)
        case .closed:
            configuration.logger.debug("a body closed its sandbox, which is replaced", metadata: metadata)
        case .unrestorable(let error):
            configuration.logger.warning(
                "a sandbox could not be restored, and is replaced: \(error)", metadata: metadata)
        }
    }
}

extension DispatchTime {
    /// Saturates, as Dispatch itself does: a time that cannot be told never comes.
    static func + (time: DispatchTime, duration: Duration) -> DispatchTime {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (whole, wholeOverflow) = nanoseconds.addingReportingOverflow(UInt64(clamping: attoseconds / 1_000_000_000))
        let (end, endOverflow) = time.uptimeNanoseconds.addingReportingOverflow(whole)
        guard !overflow, !wholeOverflow, !endOverflow, end <= Int64.max else { return .distantFuture }
        return DispatchTime(uptimeNanoseconds: end)
    }
}
