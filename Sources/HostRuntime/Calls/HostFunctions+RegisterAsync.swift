public import Wire

extension HostFunctions {
    /// Offers `body`, which is asynchronous, under `name`, in place of any earlier function of that name.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/AsyncSamples.swift#async-host-function -->
    /// ```swift
    /// functions.register("lookUp") { (key: String) async throws -> String in
    ///     try await database.value(for: key)
    /// }
    /// ```
    ///
    /// While it runs the guest waits, and its thread serves other sandboxes. It runs in a task of its own, with the priority and
    /// the task-local values of the task that called the guest; when that is cancelled, or the call's deadline comes, or the call
    /// is interrupted, so is this task. The call ends when it has returned.
    ///
    /// A guest that is called by a synchronous call, or that makes the host call in its start code, cannot wait. Then the function
    /// is not run, and the guest's call fails as if it had thrown a ``SandboxError`` with code `asynchronousHostFunction`.
    @inlinable
    public mutating func register<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
        addAsynchronous(name, types(repeat (each Argument).self), Result.valueType) {
            (call, _) throws(HostCallFailure) in
            let arguments = try Self.decode(call, repeat (each Argument).self)
            return {
                do {
                    return .returned(try await body(repeat each arguments))
                } catch {
                    return .threw(error)
                }
            }
        }
    }

    /// Offers `body`, which is asynchronous and returns nothing, under `name`, in place of any earlier function of that name.
    @inlinable
    public mutating func register<each Argument: WireValue>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) {
        addAsynchronous(name, types(repeat (each Argument).self), .void) { (call, _) throws(HostCallFailure) in
            let arguments = try Self.decode(call, repeat (each Argument).self)
            return {
                do {
                    try await body(repeat each arguments)
                    return .returned(nil)
                } catch {
                    return .threw(error)
                }
            }
        }
    }

    @usableFromInline
    mutating func addAsynchronous(
        _ name: String, _ parameters: [ValueType], _ result: ValueType, _ prepare: @escaping HostFunction.Prepare
    ) {
        functions[name] = HostFunction(
            signature: FunctionSignature(name: name, parameters: parameters, result: result),
            invoke: { (call, _, sandbox) throws(HostCallFailure) in
                // What is wrong with the call comes first.
                if let sandbox { _ = try prepare(call, sandbox) }
                throw .thrown(
                    SandboxError(
                        .asynchronousHostFunction,
                        """
                        the host function \(name) is asynchronous, and the guest was not called by an asynchronous call: call \
                        the guest with await, or register a synchronous function
                        """))
            }, prepare: prepare)
    }
}
