internal import Wire

extension Sandbox {
    /// Serves one host call and returns the place of the answer.
    ///
    /// Failures that a well-meaning guest can run into become answers. Only a malformed call is an error.
    func answerHostCall(_ words: MachineWords, _ resources: SandboxResources) throws(SandboxError) -> GuestRange {
        let bytes = try outputMessage(words, resources)
        statistics.hostCalls += 1
        let start = resources.input.start.rawValue
        // The running call's message stays where it is: the guest may still be reading its arguments.
        guard let room = GuestRange(start: start, count: inputLimit - start) else { throw Self.missingInput }
        let answer: GuestRange?
        do throws(WireError) {
            answer = try self.answer(bytes.bytes, into: room, of: resources.memory)
        } catch {
            throw SandboxError(.protocolViolation, "the guest made a malformed host call: \(error)", cause: error)
        }
        guard let answer else { throw Self.missingInput }
        return answer
    }

    /// Writes the answer to a call into `room`; nil when that is outside guest memory.
    private func answer(
        _ message: RawSpan, into room: GuestRange, of memory: UnsafeGuestMemory
    ) throws(WireError) -> GuestRange? {
        let call = try FunctionCallView(message: message)
        let name = try call.functionName
        guard let function = hostFunctions.find(name.utf8) else {
            let text = "the host has no function of the name that was called"
            return try write(.hostFunctionNotFound, text, into: room, of: memory)
        }
        guard try call.parameterCount == function.signature.parameters.count else {
            let text =
                "the host function is \(function.signature), the call has \(try call.parameterCount) arguments"
            return try write(.argumentMismatch, text, into: room, of: memory)
        }
        var failure: HostCallFailure?
        let answer = memory.write(into: room) { buffer in
            do throws(HostCallFailure) {
                return try function.invoke(call, buffer)
            } catch {
                failure = error
                return error.mayHaveWritten ? 0..<buffer.count : 0..<0
            }
        }
        guard let failure else { return answer }
        return try explain(failure, of: function.signature, into: room, of: memory)
    }

    /// Turns a failure into an answer that says what the guest can know of it.
    private func explain(
        _ failure: HostCallFailure, of signature: FunctionSignature, into room: GuestRange, of memory: UnsafeGuestMemory
    ) throws(WireError) -> GuestRange? {
        switch failure {
        case .arguments(.valueTypeMismatch(let expected, let found)):
            let text =
                "the host function is \(signature), the call passes \(found.swiftName) for \(expected.swiftName)"
            return try write(.argumentMismatch, text, into: room, of: memory)
        case .arguments(let error):
            throw error
        case .thrown(let error):
            return try write(
                .hostFunctionFailed, "the host function \(signature.name) threw: \(error)", into: room, of: memory,
                token: thrownErrors.add(error))
        case .result(let error):
            let text = """
                the result of the host function \(signature) does not fit the input buffer (\(error)): \
                give the sandbox a larger inputSize
                """
            return try write(.resultTooLarge, text, into: room, of: memory)
        }
    }

    private func write(
        _ code: GuestErrorCode, _ message: String, into room: GuestRange, of memory: UnsafeGuestMemory,
        token: UInt32 = 0
    ) throws(WireError) -> GuestRange? {
        var failure: WireError?
        let answer = memory.write(into: room) { buffer in
            do throws(WireError) {
                // Cut so that it fits the page that arguments leave free.
                return try FunctionCallResultWriter.write(
                    errorCode: code.rawValue, message: message.prefix(utf8Bytes: 2048), hostErrorToken: token,
                    into: buffer)
            } catch {
                failure = error
                return 0..<buffer.count
            }
        }
        if let failure { throw failure }
        return answer
    }
}
