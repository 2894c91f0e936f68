internal import Wire

extension Sandbox {
    /// Serves one host call and returns the place of the answer.
    ///
    /// Failures that a well-meaning guest can run into become answers. Only a malformed call is an error.
    func answerHostCall(
        _ message: UnsafeRawBufferPointer, _ resources: SandboxResources
    ) throws(SandboxError) -> GuestRange {
        counts.hostCalls += 1
        activeTrace?.begin(.hostFunction, hostFunctions.name(calledBy: message))
        defer { activeTrace?.end(.hostFunction) }
        return try writeAnswer(resources) { (buffer) throws(HostCallRefusal) in
            try hostFunctions.answer(message, into: buffer, for: self)
        }
    }

    /// Begins a host call of an asynchronous function.
    ///
    /// - Returns: The function; nil if it is not asynchronous, or not called as it should be.
    func beginHostCall(_ message: UnsafeRawBufferPointer) -> WaitingHostFunction? {
        guard hostFunctions.hasAsynchronous, let function = hostFunctions.prepare(message, for: self) else {
            return nil
        }
        counts.hostCalls += 1
        activeTrace?.begin(.hostFunction, function.name)
        return function
    }

    /// Ends a host call of an asynchronous function.
    ///
    /// - Returns: The place of the answer.
    func endHostCall(_ reply: HostFunctionReply, _ resources: SandboxResources) throws(SandboxError) -> GuestRange {
        defer { activeTrace?.end(.hostFunction) }
        return try writeAnswer(resources) { (buffer) throws(HostCallRefusal) in try reply.write(into: buffer) }
    }

    /// - Parameter write: Writes the answer to the end of a buffer.
    /// - Returns: The place of the answer.
    @inline(__always)
    private func writeAnswer(
        _ resources: SandboxResources,
        _ write: (UnsafeMutableRawBufferPointer) throws(HostCallRefusal) -> Range<Int>
    ) throws(SandboxError) -> GuestRange {
        // The running call's message stays where it is: the guest may still be reading its arguments.
        let room = GuestRange(from: resources.input.start, to: inputLimit)
        var refusal: HostCallRefusal?
        var answer = resources.memory.write(into: room) { buffer in
            do throws(HostCallRefusal) {
                return try write(buffer)
            } catch {
                refusal = error
                return error.mayHaveWritten ? 0..<buffer.count : 0..<0
            }
        }
        if let refusal { answer = try self.write(refusal, into: room, of: resources.memory) }
        guard let answer else { throw Self.missingInput }
        counts.didWrite(answer)
        return answer
    }

    /// Turns a refusal into an answer that says what the guest can know of it; nil when `room` is outside guest memory.
    private func write(
        _ refusal: HostCallRefusal, into room: GuestRange, of memory: UnsafeGuestMemory
    ) throws(SandboxError) -> GuestRange? {
        if case .malformed(let error) = refusal {
            throw SandboxError(.protocolViolation, "the guest made a malformed host call: \(error)", cause: error)
        }
        let token = refusal.thrownError.map { thrownErrors.add($0) } ?? 0
        var failure: WireError?
        let answer = memory.write(into: room) { buffer in
            do throws(WireError) {
                return try refusal.write(into: buffer, hostErrorToken: token)
            } catch {
                failure = error
                return 0..<buffer.count
            }
        }
        if let failure {
            throw SandboxError(
                .protocolViolation, "the guest left no room for an answer to its host call: \(failure)", cause: failure)
        }
        return answer
    }
}
