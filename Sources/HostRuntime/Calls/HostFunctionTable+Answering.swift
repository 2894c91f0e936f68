internal import Wire

extension HostFunctionTable {
    /// Runs the function that a guest's message calls, and writes its result to the end of `buffer`.
    ///
    /// - Parameter sandbox: The guest's; nil for one that runs without.
    package func answer(
        _ message: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer, for sandbox: Sandbox? = nil
    ) throws(HostCallRefusal) -> Range<Int> {
        var refusal = HostCallRefusal.unknownFunction
        do throws(WireError) {
            let call = try FunctionCallView(message: message.bytes)
            if let function = find(try call.functionName.utf8) {
                let count = try call.parameterCount
                if count == function.signature.parameters.count {
                    do throws(HostCallFailure) {
                        return try function.invoke(call, buffer, sandbox)
                    } catch {
                        refusal = HostCallRefusal(error, of: function.signature)
                    }
                } else {
                    refusal = .argumentCount(function.signature, found: count)
                }
            }
        } catch {
            refusal = .malformed(error)
        }
        throw refusal
    }

    /// Reads the arguments of the asynchronous function that a guest's message calls.
    ///
    /// - Returns: Nil if it calls no such function, or not as it should: then ``answer(_:into:for:)`` says so.
    func prepare(_ message: UnsafeRawBufferPointer, for sandbox: Sandbox) -> WaitingHostFunction? {
        guard let call = try? FunctionCallView(message: message.bytes), let name = try? call.functionName,
            let function = find(name.utf8), let prepare = function.prepare,
            (try? call.parameterCount) == function.signature.parameters.count,
            let body = try? prepare(call, sandbox)
        else { return nil }
        return WaitingHostFunction(signature: function.signature, body: body)
    }

    /// The registered name of the function that a guest's message calls, or nil if there is none.
    func name(calledBy message: UnsafeRawBufferPointer) -> String? {
        guard let call = try? FunctionCallView(message: message.bytes), let name = try? call.functionName else {
            return nil
        }
        return find(name.utf8)?.signature.name
    }
}
