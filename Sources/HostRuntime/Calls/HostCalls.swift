internal import Wire

extension Sandbox {
    /// Serves one host call and returns the place of the answer.
    ///
    /// Failures that a well-meaning guest can run into become answers. Only a malformed call is an error.
    func answerHostCall(_ words: MachineWords, _ resources: SandboxResources) throws(SandboxError) -> GuestRange {
        let bytes = try outputMessage(words, resources)
        statistics.hostCalls += 1
        activeTrace?.begin(.hostFunction, hostFunctions.name(calledBy: bytes))
        defer { activeTrace?.end(.hostFunction) }
        // The running call's message stays where it is: the guest may still be reading its arguments.
        let room = GuestRange(from: resources.input.start, to: inputLimit)
        var refusal: HostCallRefusal?
        var answer = resources.memory.write(into: room) { buffer in
            do throws(HostCallRefusal) {
                return try hostFunctions.answer(bytes, into: buffer)
            } catch {
                refusal = error
                return error.mayHaveWritten ? 0..<buffer.count : 0..<0
            }
        }
        if let refusal { answer = try write(refusal, into: room, of: resources.memory) }
        guard let answer else { throw Self.missingInput }
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
