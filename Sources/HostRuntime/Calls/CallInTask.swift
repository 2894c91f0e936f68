internal import Wire

// An asynchronous call. What it does with the guest it does in turns, each on a thread of the executor; the rest, such as to write
// the arguments, in the task, which is suspended meanwhile. Nobody else is let in.

extension Sandbox {
    /// One call, and the restore that is to follow it, for a task.
    @usableFromInline
    nonisolated(nonsending) func performInTask(
        _ function: GuestFunctionEntry, deadline: Deadline?, thenRestoringTo snapshot: Snapshot?,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) async throws(SandboxError) {
        try enterAsTask()
        countsBeforeCall = counts
        callContext = hostContext
        defer {
            callContext = nil
            leave()
        }
        guard let snapshot else {
            return try await performInsideTask(function, deadline, encode: encode, decode: decode)
        }
        let resources = try openResources()
        try snapshot.validate(for: resources.blueprint)
        do throws(SandboxError) {
            try await performInsideTask(function, deadline, encode: encode, decode: decode)
        } catch {
            // If that fails too the sandbox is poisoned, which says why.
            try? await restoreInTask(resources, to: snapshot)
            throw error
        }
        try restore(resources, to: snapshot)
    }

    /// A restore after a call that has failed. It may have to make another machine, which takes a thread as long as a call does.
    private nonisolated(nonsending) func restoreInTask(
        _ resources: SandboxResources, to snapshot: Snapshot
    ) async throws(SandboxError) {
        guard poison != nil else { return try restore(resources, to: snapshot) }
        let executor = executor
        _ = await executor.turnstile.enter(for: nil)
        try await executor.take(
            GuestTurn { Result { () throws(SandboxError) in try self.restore(resources, to: snapshot) } }
        ).get()
    }

    /// One call, of which the observer is told if there is one.
    private nonisolated(nonsending) func performInsideTask(
        _ function: GuestFunctionEntry, _ deadline: Deadline?,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) async throws(SandboxError) {
        let observed = ObservedCall(of: function, on: self)
        do throws(SandboxError) {
            try await performUnobservedInTask(function, deadline, encode: encode, decode: decode)
        } catch {
            observed?.ended(error.code, on: self)
            throw error
        }
        observed?.ended(nil, on: self)
    }

    /// Writes the call, has the guest run until it returns, reads the result.
    private nonisolated(nonsending) func performUnobservedInTask(
        _ function: GuestFunctionEntry, _ deadline: Deadline?,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) async throws(SandboxError) {
        let resources = try usableResources()
        if Task.isCancelled { throw SandboxError(beforeGuestRan: .cancelled) }
        usageMeter?.begin(counts, resources)
        defer { endUsage(resources) }
        activeTrace?.begin(.call, function.entry.signature.name)
        defer { activeTrace?.end(.call) }
        inputLimit = resources.input.end
        let message = try write(function.entry.signature, to: resources.input, resources, encode)
        inputLimit = message.start
        try beginControl(in: deadline)
        let call = control.runningCall
        let executor = executor
        let outcome: Result<MachineWords, SandboxError>? = await withTaskCancellationHandler {
            guard await executor.turnstile.enter(for: control) else { return nil }
            return await runInTurns(resources, function, message, executor, deadline)
        } onCancel: {
            call.stop(.cancelled)
        }
        guard let outcome else { throw SandboxError(beforeGuestRan: control.end() ?? .cancelled) }
        try endCall { () throws(SandboxError) in try read(outcome.get(), resources, decode) }
    }

    /// Begins the time in which others can end the call. Its share of the processor is counted in its turns.
    private func beginControl(in deadline: Deadline?) throws(SandboxError) {
        guard let times = CallTimes(deadline: deadline, processorTime: nil) else { throw .deadlineHasPassed }
        if times.isUnlimited, control.hasNoTimes { control.begin() } else { control.begin(times) }
    }

    /// Runs the guest, now that the call was let through the turnstile.
    ///
    /// - Returns: What the guest function has returned; nil if somebody has ended the call before its guest could run.
    private nonisolated(nonsending) func runInTurns(
        _ resources: SandboxResources, _ function: GuestFunctionEntry, _ message: GuestRange,
        _ executor: GuestExecutor, _ deadline: Deadline?
    ) async -> Result<MachineWords, SandboxError>? {
        let allowance = ProcessorAllowance(limits.processorTimePerCall, deadline: deadline)
        let limits = limits
        let first = await executor.take(
            GuestTurn { () -> Result<GuestPause, SandboxError>? in
                // Also here: it may have been a while since the call was let through.
                if self.control.isStopRequested { return nil }
                return self.takeTurn(allowance) { () throws(SandboxError) in
                    self.beginGuest(function, message, limits, resources)
                    return try self.serve(
                        self.enter(resources, function.entry.address, MachineWords(message)), resources, inTask: true)
                }
            })
        guard var pause = first else { return nil }
        defer { activeTrace?.end(.run) }
        while true {
            let waiting: WaitingHostFunction
            switch pause {
            case .failure(let error): return .failure(error)
            case .success(.returned(let words)): return .success(words)
            case .success(.waiting(let function)): waiting = function
            }
            let reply = await waiting.run(in: control)
            guard await executor.turnstile.enter(for: control) else {
                activeTrace?.end(.hostFunction)
                return .failure(Self.stoppedWhileWaiting)
            }
            pause = await executor.take(
                GuestTurn {
                    self.takeTurn(allowance) { () throws(SandboxError) in
                        try self.serve(
                            self.resume(resources, answer: self.endHostCall(reply, resources)), resources, inTask: true)
                    }
                })
        }
    }

    /// The guest is about to run for the first time in this call.
    private func beginGuest(
        _ function: GuestFunctionEntry, _ message: GuestRange, _ limits: Limits, _ resources: SandboxResources
    ) {
        counts.calls += 1
        counts.didWrite(message)
        beginBudget(limits)
        resources.renewClock()
        memoryProfiler?.beginCall(function.entry.signature.name)
        activeTrace?.begin(.run)
    }

    /// One turn, on a thread of the executor.
    private func takeTurn(
        _ allowance: ProcessorAllowance, _ body: () throws(SandboxError) -> GuestPause
    ) -> Result<GuestPause, SandboxError> {
        gate.passToThread()
        defer { gate.passToTask() }
        allowance.beginTurn(control)
        defer { allowance.endTurn(control) }
        return Result(catching: body)
    }

    /// How a call would end that somebody has ended while its guest waited for a thread: what stopped it is what counts.
    private static var stoppedWhileWaiting: SandboxError {
        SandboxError(.cancelled, "the call was cancelled while the guest was waiting for a thread")
    }
}
