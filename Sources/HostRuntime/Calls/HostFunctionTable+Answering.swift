internal import Wire

extension HostFunctionTable {
    /// Runs the function that a guest's message calls, and writes its result to the end of `buffer`.
    package func answer(
        _ message: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
    ) throws(HostCallRefusal) -> Range<Int> {
        var refusal = HostCallRefusal.unknownFunction
        do throws(WireError) {
            let call = try FunctionCallView(message: message.bytes)
            if let function = find(try call.functionName.utf8) {
                let count = try call.parameterCount
                if count == function.signature.parameters.count {
                    do throws(HostCallFailure) {
                        return try function.invoke(call, buffer)
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

    /// The registered name of the function that a guest's message calls, or nil if there is none.
    func name(calledBy message: UnsafeRawBufferPointer) -> String? {
        guard let call = try? FunctionCallView(message: message.bytes), let name = try? call.functionName else {
            return nil
        }
        return find(name.utf8)?.signature.name
    }
}
