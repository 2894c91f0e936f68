public import Wire

extension Sandbox {
    /// Lets the calling thread in.
    func enter() throws(SandboxError) {
        if let refusal = gate.enter() { throw SandboxError(refusal) }
    }

    /// Lets the calling task in.
    func enterAsTask() throws(SandboxError) {
        if let refusal = gate.enterAsTask() { throw SandboxError(refusal) }
    }

    /// Lets the next one in.
    func leave() {
        // What was thrown may hold on to much, even to this sandbox.
        thrownErrors.removeAll()
        gate.leave()
    }

    /// What a call without a result would be: `perform` has read one, or it has thrown.
    @usableFromInline
    static var missingResult: SandboxError {
        SandboxError(.protocolViolation, "the guest returned without a result")
    }

    /// What there is until the sandbox is closed.
    func openResources() throws(SandboxError) -> SandboxResources {
        guard let resources else { throw SandboxError(.closed, "the sandbox was closed: make a new one") }
        return resources
    }

    /// What calls need, if calls are possible.
    func usableResources() throws(SandboxError) -> SandboxResources {
        let resources = try openResources()
        if let poison {
            throw SandboxError(
                .poisoned,
                "an earlier call left the guest in an unknown state: restore a snapshot, or make a new sandbox",
                cause: poison)
        }
        return resources
    }

    /// Runs the guest's start code.
    ///
    /// - Parameter timeout: How long it may take; nil for any time.
    func start(within timeout: Duration?) throws(SandboxError) {
        try enter()
        defer { leave() }
        let resources = try usableResources()
        usageMeter?.begin(counts, resources)
        defer { endUsage(resources) }
        // The start code has no message: all of the input buffer is free for answers.
        inputLimit = resources.input.end
        activeTrace?.begin(.start)
        defer { activeTrace?.end(.start) }
        beginBudget(limits)
        memoryProfiler?.beginCall(nil)
        try beginControl(until: timeout.map { .now + $0 })
        do throws(SandboxError) {
            _ = try run(
                resources, image.file.entry, MachineWords(first: SupervisorLayout.environment.number, second: 0))
        } catch {
            throw endControl(insteadOf: error) ?? error
        }
        if let error = endControl(insteadOf: nil) { throw error }
        memoryProfiler?.endCall(hasReturned: true)
    }

    /// One call, and the restore that is to follow it, with nobody let in between the two.
    ///
    /// It is not generic, so that the code on the way is compiled once; the closures know the types.
    @usableFromInline
    func perform(
        _ function: GuestFunctionEntry, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot? = nil,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) throws(SandboxError) {
        try enter()
        defer { leave() }
        guard let snapshot else {
            return try performInside(function, deadline, encode: encode, decode: decode)
        }
        let resources = try openResources()
        try snapshot.validate(for: resources.blueprint)
        do throws(SandboxError) {
            try performInside(function, deadline, encode: encode, decode: decode)
        } catch {
            // If that fails too the sandbox is poisoned, which says why.
            try? restore(resources, to: snapshot)
            throw error
        }
        try restore(resources, to: snapshot)
    }

    /// One call, of which the observer is told if there is one.
    @inline(__always)
    private func performInside(
        _ function: GuestFunctionEntry, _ deadline: Deadline?,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) throws(SandboxError) {
        guard observer != nil else { return try performUnobserved(function, deadline, encode: encode, decode: decode) }
        try observeCall(of: function) { () throws(SandboxError) in
            try performUnobserved(function, deadline, encode: encode, decode: decode)
        }
    }

    /// Writes the call, runs the guest until it returns, reads the result.
    @inline(__always)
    private func performUnobserved(
        _ function: GuestFunctionEntry, _ deadline: Deadline?,
        encode: (inout FunctionCallWriter) throws(WireError) -> Void,
        decode: (borrowing ValueView) throws(WireError) -> Void
    ) throws(SandboxError) {
        let resources = try usableResources()
        usageMeter?.begin(counts, resources)
        defer { endUsage(resources) }
        activeTrace?.begin(.call, function.entry.signature.name)
        defer { activeTrace?.end(.call) }
        let input = resources.input
        inputLimit = input.end
        let message = try write(function.entry.signature, to: input, resources, encode)
        inputLimit = message.start
        try beginControl(until: deadline)
        counts.calls += 1
        counts.didWrite(message)
        beginBudget(limits)
        resources.renewClock()
        memoryProfiler?.beginCall(function.entry.signature.name)
        try endCall { () throws(SandboxError) in
            try read(run(resources, function.entry.address, MachineWords(message)), resources, decode)
        }
    }

    /// The last of a call, and what follows from how it ends.
    @inline(__always)
    func endCall(_ body: () throws(SandboxError) -> Void) throws(SandboxError) {
        do throws(SandboxError) {
            try body()
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

    @inline(__always)
    func beginBudget(_ limits: Limits) {
        budget.beginCall(limits, counts)
        log.budget.beginCall(limits)
    }

    /// Begins the time in which others can end the call. Nothing comes between this and the call.
    @inline(__always)
    private func beginControl(until deadline: Deadline?) throws(SandboxError) {
        if deadline == nil, limits.processorTimePerCall == nil, control.hasNoTimes { return control.begin() }
        try beginTimedControl(until: deadline)
    }

    @inline(never)
    private func beginTimedControl(until deadline: Deadline?) throws(SandboxError) {
        guard let times = CallTimes(deadline: deadline, processorTime: limits.processorTimePerCall) else {
            throw .deadlineHasPassed
        }
        control.begin(times)
    }

    /// Ends the time in which others can end the call.
    ///
    /// - Parameter failure: Why the call has failed, if it has.
    /// - Returns: Why it fails instead, if somebody did end it.
    @inline(__always)
    private func endControl(insteadOf failure: SandboxError?) -> SandboxError? {
        control.end().map { SandboxError($0, log.budget.limits, insteadOf: failure) }
    }

    /// Does what the ending of a call that returned no value calls for.
    private func fail(_ error: SandboxError) {
        let isPoisoned = error.ending?.poisonsSandbox ?? true
        memoryProfiler?.endCall(hasReturned: !isPoisoned)
        guard isPoisoned else { return }
        poison = error
        activeTrace?.fail(error)
    }

    func write(
        _ signature: FunctionSignature, to input: GuestRange, _ resources: SandboxResources,
        _ encode: (inout FunctionCallWriter) throws(WireError) -> Void
    ) throws(SandboxError) -> GuestRange {
        // The lowest page is kept for answers to host calls.
        guard let start = input.start.advanced(by: GuestNumber(SandboxLayout.answerReserve)) else {
            throw Self.missingInput
        }
        let part = GuestRange(from: start, to: input.end)
        var failure: WireError?
        let written = resources.memory.write(into: part) { buffer in
            var writer = FunctionCallWriter(writingInto: buffer)
            do throws(WireError) {
                try encode(&writer)
                return try writer.finish(functionName: signature.name, expectedReturnType: signature.result)
            } catch {
                failure = error
                return writer.written
            }
        }
        if let failure {
            throw SandboxError(
                .argumentsTooLarge,
                """
                the arguments of \(signature) do not fit the input buffer of \(part.count) bytes (\(failure)): give the \
                sandbox a larger inputSize
                """, cause: failure)
        }
        guard let written else { throw Self.missingInput }
        return written
    }

    /// Reads how the guest function ended: hands on its value, or throws the error that it threw.
    func read(
        _ words: MachineWords, _ resources: SandboxResources,
        _ decode: (borrowing ValueView) throws(WireError) -> Void
    ) throws(SandboxError) {
        let bytes = try outputMessage(words, resources)
        let failure: GuestErrorMessage
        do throws(WireError) {
            switch try FunctionCallResultView(message: bytes.bytes).outcome {
            case .returnValue(let returned):
                return try decode(returned.value)
            case .guestError(let error): failure = try GuestErrorMessage(error)
            }
        } catch {
            throw SandboxError(.protocolViolation, "the guest returned a malformed result: \(error)", cause: error)
        }
        throw error(for: failure)
    }

    /// The error that a guest function has thrown. One that a host function threw comes back as it was.
    private func error(for failure: GuestErrorMessage) -> SandboxError {
        let guestError = GuestFailure(code: failure.code, message: failure.message)
        guard let thrown = thrownErrors[failure.hostErrorToken] else {
            switch GuestErrorCode(rawValue: failure.code) {
            case nil:
                return SandboxError(
                    .guestError, "the guest function failed with code \(failure.code): \(failure.message)",
                    guestError: guestError)
            case .resultTooLarge:
                return SandboxError(.resultTooLarge, failure.message, guestError: guestError)
            case .outOfMemory, .malformedCall, .functionNotFound, .argumentMismatch, .argumentsTooLarge,
                .hostFunctionNotFound,
                .hostFunctionFailed, .hostResultMismatch:
                return SandboxError(
                    .guestError, "the guest function failed: \(failure.message)", guestError: guestError)
            }
        }
        return SandboxError(
            .hostFunctionFailed, failure.message, cause: thrown, guestError: guestError)
    }

    /// The message that the guest says it wrote into its output buffer.
    func outputMessage(
        _ words: MachineWords, _ resources: SandboxResources
    ) throws(SandboxError) -> UnsafeRawBufferPointer {
        guard let range = words.place, resources.output.contains(range), let bytes = resources.memory.bytes(range)
        else {
            throw SandboxError(
                .protocolViolation,
                """
                the guest named a message of \(words.second) bytes at \(GuestAddress(words.first)), outside its \
                output buffer \(resources.output)
                """)
        }
        counts.willRead(bytes)
        return bytes
    }

    /// The layout leaves nothing to go wrong here.
    static var missingInput: SandboxError {
        SandboxError(.protocolViolation, "the input buffer lies outside guest memory")
    }
}

extension SandboxError {
    fileprivate init(_ refusal: CallGate.Refusal) {
        let message =
            switch refusal {
            case .reentrant:
                """
                a host function called back into the sandbox whose call it is serving: return first, or use a second \
                sandbox
                """
            case .otherThread: "another thread is using this sandbox: give each thread a sandbox of its own"
            case .waitingTask:
                """
                a task's call of this sandbox waits for a thread or for an asynchronous host function: wait until it is over, \
                or use a second sandbox
                """
            }
        self.init(.busy, message)
    }
}
