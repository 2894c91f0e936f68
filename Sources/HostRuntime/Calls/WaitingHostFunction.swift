internal import Wire

/// An asynchronous host function that a guest has called, with its arguments, which are the host's own by now.
struct WaitingHostFunction: Sendable {
    let signature: FunctionSignature
    let body: HostFunction.Body

    var name: String { signature.name }

    /// Runs the function. The guest's memory is not touched meanwhile.
    ///
    /// It runs in a task of its own, which ends before this returns, and which is cancelled when somebody ends the call.
    nonisolated(nonsending) func run(in control: CallControl) async -> HostFunctionReply {
        // Not a child task, since nobody can cancel one of those alone. Like one, it inherits the priority and what is local to the
        // task, and is raised with who waits for it.
        let task = Task { @concurrent in await body() }
        control.whenStopped { task.cancel() }
        defer { control.forgetAction() }
        return HostFunctionReply(signature: signature, outcome: await task.value)
    }
}

/// What an asynchronous host function came to.
struct HostFunctionReply: Sendable {
    let signature: FunctionSignature
    let outcome: HostFunctionOutcome

    /// Writes the answer to the end of `buffer`.
    func write(into buffer: UnsafeMutableRawBufferPointer) throws(HostCallRefusal) -> Range<Int> {
        switch outcome {
        case .threw(let error): throw HostCallRefusal(.thrown(error), of: signature)
        case .returned(let value):
            do throws(WireError) {
                guard let value else { return try FunctionCallResultWriter.writeVoid(into: buffer) }
                return try FunctionCallResultWriter.write(returning: value, into: buffer)
            } catch {
                throw HostCallRefusal(.result(error), of: signature)
            }
        }
    }
}

/// How an asynchronous host function ended.
@usableFromInline
enum HostFunctionOutcome: Sendable {
    /// With a value, or nil if it is one that returns none.
    case returned((any WireValue)?)
    case threw(any Error)
}
