internal import Wire

extension Sandbox {
    /// Serves one host call and returns the place of the answer.
    ///
    /// Failures that a well-meaning guest can run into become answers. Only a malformed call is an error.
    func answerHostCall(_ words: MachineWords, _ resources: SandboxResources) throws(SandboxError) -> GuestRange {
        let bytes = try outputMessage(words, resources)
        statistics.hostCalls += 1
        let start = resources.layout.input.start.rawValue
        // The running call's message stays where it is: the guest may still be reading its arguments.
        guard let room = GuestRange(start: start, count: inputLimit - start),
            let buffer = resources.memory.bytes(room)
        else {
            throw SandboxError(.protocolViolation, "the input buffer lies outside guest memory")
        }
        do throws(WireError) {
            let call = try FunctionCallView(message: bytes.bytes)
            let name = try call.functionName
            guard let function = hostFunctions.find(name.utf8) else {
                let text = "the host has no function of the name that was called"
                return try write(.hostFunctionNotFound, text, to: buffer, at: start)
            }
            guard try call.parameterCount == function.signature.parameters.count else {
                let text =
                    "the host function is \(function.signature), the call has \(try call.parameterCount) arguments"
                return try write(.argumentMismatch, text, to: buffer, at: start)
            }
            switch Self.invoke(function, call, buffer) {
            case .success(let answer):
                return try place(answer, at: start)
            case .failure(let failure):
                return try explain(failure, of: function.signature, to: buffer, at: start)
            }
        } catch {
            throw SandboxError(.protocolViolation, "the guest made a malformed host call: \(error)", cause: error)
        }
    }

    private static func invoke(
        _ function: HostFunction, _ call: borrowing FunctionCallView, _ buffer: UnsafeMutableRawBufferPointer
    ) -> Result<Range<Int>, HostCallFailure> {
        do throws(HostCallFailure) {
            return .success(try function.invoke(call, buffer))
        } catch {
            return .failure(error)
        }
    }

    /// Turns a failure into an answer that says what the guest can know of it.
    private func explain(
        _ failure: HostCallFailure, of signature: FunctionSignature, to buffer: UnsafeMutableRawBufferPointer,
        at start: UInt64
    ) throws(WireError) -> GuestRange {
        switch failure {
        case .arguments(.valueTypeMismatch(let expected, let found)):
            let text =
                "the host function is \(signature), the call passes \(found.swiftName) for \(expected.swiftName)"
            return try write(.argumentMismatch, text, to: buffer, at: start)
        case .arguments(let error):
            throw error
        case .thrown(let error):
            return try write(
                .hostFunctionFailed, "the host function \(signature.name) threw: \(error)", to: buffer,
                at: start, token: thrownErrors.add(error))
        case .result(let error):
            let text = """
                the result of the host function \(signature) does not fit the input buffer (\(error)): \
                give the sandbox a larger inputSize
                """
            return try write(.resultTooLarge, text, to: buffer, at: start)
        }
    }

    private func write(
        _ code: GuestErrorCode, _ message: String, to buffer: UnsafeMutableRawBufferPointer, at start: UInt64,
        token: UInt32 = 0
    ) throws(WireError) -> GuestRange {
        // Cut so that it fits the page that arguments leave free.
        let bytes = try FunctionCallResultWriter.write(
            errorCode: code.rawValue, message: message.prefix(utf8Bytes: 2048), hostErrorToken: token, into: buffer)
        return try place(bytes, at: start)
    }

    private func place(_ bytes: Range<Int>, at start: UInt64) throws(WireError) -> GuestRange {
        guard let range = GuestRange(start: start + UInt64(bytes.lowerBound), count: UInt64(bytes.count)) else {
            throw .malformed(.outOfBounds, offset: bytes.lowerBound)
        }
        return range
    }
}
