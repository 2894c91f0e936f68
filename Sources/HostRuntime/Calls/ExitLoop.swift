internal import Wire

extension Sandbox {
    /// Calls the guest's code at `function` and serves its exits until it returns; the result is what it returned.
    ///
    /// - Throws: Always an error after which the guest's state is unknown.
    func run(
        _ resources: SandboxResources, _ function: GuestAddress, _ words: MachineWords
    ) throws(SandboxError) -> MachineWords {
        activeTrace?.begin(.run)
        defer { activeTrace?.end(.run) }
        let exit = try enter(resources, function, words)
        switch try serve(exit, resources, inTask: false) {
        case .returned(let words): return words
        case .waiting: preconditionFailure("only a task waits")
        }
    }

    /// Calls the guest's code at `function`.
    ///
    /// - Returns: Its first exit.
    @inline(__always)
    func enter(
        _ resources: SandboxResources, _ function: GuestAddress, _ words: MachineWords
    ) throws(SandboxError) -> MachineExit {
        try next(resources) { () throws(HypervisorError) in try resources.enter(function, words) }
    }

    /// Hands the guest the answer to its host call.
    ///
    /// - Returns: Its next exit.
    @inline(__always)
    func resume(
        _ resources: SandboxResources, answer: GuestRange
    ) throws(SandboxError) -> MachineExit {
        try next(resources) { () throws(HypervisorError) in
            try resources.machine.resume(reply: MachineWords(answer))
        }
    }

    /// Serves a guest's exits until it returns, or until it has to wait.
    ///
    /// - Parameters:
    ///   - exit: The first one.
    ///   - inTask: Whether it can wait.
    @inline(__always)
    func serve(
        _ exit: MachineExit, _ resources: SandboxResources, inTask: Bool
    ) throws(SandboxError) -> GuestPause {
        var exit = exit
        while true {
            guard case .output(let number, let value, let words) = exit else {
                guard exit == .interrupted, !control.isStopRequested else { throw violation(exit) }
                exit = try next(resources) { () throws(HypervisorError) in try resources.machine.run() }
                continue
            }
            switch ExitPort(rawValue: number) {
            case .callReturn:
                guard EntryCode.isReturn(at: resources.machine.instructionPointer) else {
                    throw SandboxError(
                        .protocolViolation,
                        "the guest wrote to the return port itself: a call ends when the guest function returns")
                }
                return .returned(words)
            case .ready:
                throw SandboxError(
                    .protocolViolation, "the guest left by port 0x\(String(number, radix: 16)) out of turn")
            case .hostCall:
                guard counts.hostCalls < budget.hostCalls else {
                    throw SandboxError(exceeding: .hostCallsPerCall, of: log.budget.limits)
                }
                let message = try outputMessage(words, resources)
                if inTask, let function = beginHostCall(message) { return .waiting(function) }
                exit = try resume(resources, answer: answerHostCall(message, resources))
            case .logFlush:
                counts.logFlushes += 1
                activeTrace?.flushed("log buffer")
                exit = try resume(resources)
            case .traceFlush:
                try checkTraceFlush(words, resources)
                counts.traceFlushes += 1
                activeTrace?.flushed("trace buffer")
                exit = try resume(resources)
            case .memoryEvent:
                counts.memoryEvents += 1
                recordMemoryEvent(words, resources)
                exit = try resume(resources)
            case .abort:
                throw abortion(words, resources)
            case .fault:
                let diagnosis = FaultDiagnosis(image: image, layout: resources.layout, memory: resources.memory)
                throw diagnosis.error(registers: resources.machine.registers, isSystemCall: value != 0)
            case nil:
                throw SandboxError(
                    .protocolViolation, "the guest wrote to the unknown port 0x\(String(number, radix: 16))")
            }
        }
    }

    /// Enters the guest, and takes over what it has written for the host besides its messages.
    private func next(
        _ resources: SandboxResources, _ enter: () throws(HypervisorError) -> MachineExit
    ) throws(SandboxError) -> MachineExit {
        guard counts.entries < budget.entries else {
            throw SandboxError(exceeding: .exitsPerCall, of: log.budget.limits)
        }
        counts.entries += 1
        activeTrace?.willEnterGuest()
        // However the guest left, and whatever is wrong with its log: each record comes out once.
        defer { activeTrace?.drain(resources.memory, &counts) }
        let exit: MachineExit
        do throws(HypervisorError) {
            usageMeter?.willEnterGuest()
            defer { usageMeter?.didLeaveGuest() }
            exit = try enter()
        } catch {
            activeTrace?.didLeaveGuest()
            throw SandboxError(hypervisor: error, ending: .hypervisorFailure)
        }
        activeTrace?.didLeaveGuest()
        try log.drain(resources.log, of: resources.memory, alsoTo: activeTrace, counting: &counts.bytesOut)
        return exit
    }

    /// Goes on after an exit that needs no answer.
    private func resume(_ resources: SandboxResources) throws(SandboxError) -> MachineExit {
        try next(resources) { () throws(HypervisorError) in try resources.machine.resume(reply: .none) }
    }

    /// The error for a guest that gave up, in its own words.
    private func abortion(_ words: MachineWords, _ resources: SandboxResources) -> SandboxError {
        do throws(SandboxError) {
            let bytes = try outputMessage(words, resources)
            let failure: GuestErrorMessage
            do throws(WireError) {
                failure = try GuestErrorMessage(GuestErrorView(TableView(rootOf: bytes.bytes)))
            } catch {
                throw SandboxError(
                    .protocolViolation, "the guest aborted with a malformed message: \(error)", cause: error)
            }
            let guestError = GuestFailure(code: failure.code, message: failure.message)
            if let thrown = thrownErrors[failure.hostErrorToken] {
                return SandboxError(
                    .hostFunctionFailed, failure.message, cause: thrown, guestError: guestError, ending: .aborted)
            }
            let isExhausted = failure.code == GuestErrorCode.outOfMemory.rawValue
            return SandboxError(
                isExhausted ? .outOfMemory : .aborted, "the guest aborted: \(failure.message)", guestError: guestError)
        } catch {
            return error
        }
    }

    /// The error for an exit that no port explains.
    private func violation(_ exit: MachineExit) -> SandboxError {
        switch exit {
        case .output(let port, _, _):
            SandboxError(.protocolViolation, "the guest wrote to port 0x\(String(port, radix: 16))")
        case .portAccess(let port, let isInput, let size, let count):
            SandboxError(
                .protocolViolation,
                """
                the guest \(isInput ? "read from" : "wrote to") port 0x\(String(port, radix: 16)) \
                (\(count) times \(size) bytes); only single 32-bit writes are part of the ABI
                """)
        case .memoryAccess(let address, let isWrite):
            SandboxError(
                .protocolViolation,
                "the guest \(isWrite ? "wrote" : "read") \(address), where there is no memory")
        case .halt:
            SandboxError(.protocolViolation, "the guest halted its processor")
        case .shutdown:
            SandboxError(.protocolViolation, "the guest's processor shut down after a triple fault")
        case .interrupted:
            SandboxError(.cancelled, "the call was cancelled while the guest was running")
        case .failure(let reason, let detail):
            SandboxError(
                .hypervisorFailure, "the hypervisor stopped the guest: exit reason \(reason), detail \(detail)")
        }
    }
}

/// Where a guest left off.
enum GuestPause {
    /// Its function has returned this.
    case returned(MachineWords)
    /// It waits for an asynchronous host function.
    case waiting(WaitingHostFunction)
}
