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
        defer { leave() }
        guard let snapshot else {
            return try await performInsideTask(function, deadline, encode: encode, decode: decode)
        }
        let resources = try openResources()
        try snapshot.validate(for: resources.blueprint)
        do throws(SandboxError) {
            try await performInsideTask(function, deadline, encode: encode, decode: decode)
        } catch {
            // If that fails too the sandbox is poisoned, which says why.
            try? restore(resources, to: snapshot)
            throw error
        }
        try restore(resources, to: snapshot)
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
        usageMeter?.begin(statistics, resources)
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
            guard !control.isStopRequested else {
                executor.turnstile.leave()
                return nil
            }
            return await runInTurns(resources, function, message, executor, deadline)
        } onCancel: {
            call.stop(.cancelled)
        }
        guard let outcome else { throw SandboxError(beforeGuestRan: control.end() ?? .cancelled) }
        do throws(SandboxError) {
            try read(outcome.get(), resources, decode)
        } catch {
            let error = endControl(insteadOf: error) ?? error
            fail(error)
            throw error
        }
        if let error = endControl(insteadOf: nil) {
            fail(error)
            throw error
        }
        memoryProfiler?.endCall(hasReturned: true)
    }

    /// Begins the time in which others can end the call. Its share of the processor is counted in its turns.
    private func beginControl(in deadline: Deadline?) throws(SandboxError) {
        guard let times = CallTimes(deadline: deadline, processorTime: nil) else { throw .deadlineHasPassed }
        if times.isUnlimited, control.hasNoTimes { control.begin() } else { control.begin(times) }
    }

    /// Runs the guest, now that the call was let through the turnstile.
    ///
    /// - Returns: What the guest function has returned.
    private nonisolated(nonsending) func runInTurns(
        _ resources: SandboxResources, _ function: GuestFunctionEntry, _ message: GuestRange,
        _ executor: GuestExecutor, _ deadline: Deadline?
    ) async -> Result<MachineWords, SandboxError> {
        statistics.calls += 1
        statistics.didWrite(message)
        beginBudget()
        resources.renewClock()
        memoryProfiler?.beginCall(function.entry.signature.name)
        activeTrace?.begin(.run)
        defer { activeTrace?.end(.run) }
        let allowance = ProcessorAllowance(limits.processorTimePerCall, deadline: deadline)
        var step = GuestStep.call(function.entry.address, message)
        while true {
            let pause = await executor.take(GuestTurn { self.take(step, resources, allowance) })
            switch pause {
            case .failure(let error): return .failure(error)
            case .success(.returned(let words)): return .success(words)
            case .success(.waiting(let function)):
                step = .answer(await function.run(in: control))
                guard await executor.turnstile.enter(for: control) else {
                    activeTrace?.end(.hostFunction)
                    return .failure(Self.stoppedWhileWaiting)
                }
            }
        }
    }

    /// One turn, on a thread of the executor.
    private func take(
        _ step: GuestStep, _ resources: SandboxResources, _ allowance: ProcessorAllowance
    ) -> Result<GuestPause, SandboxError> {
        gate.passToThread()
        defer { gate.passToTask() }
        allowance.beginTurn(control)
        defer { allowance.endTurn(control) }
        return Result { () throws(SandboxError) in
            let exit =
                switch step {
                case .call(let address, let message): try enter(resources, address, MachineWords(message))
                case .answer(let reply): try resume(resources, answer: endHostCall(reply, resources))
                }
            return try serve(exit, resources, inTask: true)
        }
    }

    /// How a call would end that somebody has ended while its guest waited for a thread: what stopped it is what counts.
    private static var stoppedWhileWaiting: SandboxError {
        SandboxError(.cancelled, "the call was cancelled while the guest was waiting for a thread")
    }
}

/// What a call does next with its guest.
private enum GuestStep {
    case call(GuestAddress, GuestRange)
    case answer(HostFunctionReply)
}
