public import Wire

extension HostFunctions {
    /// Offers `body`, which learns on whose behalf it runs, under `name`, in place of any earlier function of that name. The
    /// context is no argument of the guest's.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/AsyncSamples.swift#host-context -->
    /// ```swift
    /// functions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
    ///     try await database.value(for: key, tenant: context[TenantKey.self], before: context.deadline)
    /// }
    /// ```
    @inlinable
    public mutating func register<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ body: @escaping @Sendable (HostCallContext, repeat each Argument) throws -> Result
    ) {
        add(name, types(repeat (each Argument).self), Result.valueType) {
            (call, buffer, sandbox) throws(HostCallFailure) in
            let context = HostCallContext(of: sandbox)
            return try Self.answer(call, buffer) { (arguments: repeat each Argument) in
                try body(context, repeat each arguments)
            }
        }
    }

    /// Offers `body`, which learns on whose behalf it runs and returns nothing, under `name`, in place of any earlier function
    /// of that name.
    @inlinable
    public mutating func register<each Argument: WireValue>(
        _ name: String, _ body: @escaping @Sendable (HostCallContext, repeat each Argument) throws -> Void
    ) {
        add(name, types(repeat (each Argument).self), .void) { (call, buffer, sandbox) throws(HostCallFailure) in
            let context = HostCallContext(of: sandbox)
            return try Self.answerVoid(call, buffer) { (arguments: repeat each Argument) in
                try body(context, repeat each arguments)
            }
        }
    }

    /// Offers `body`, which is asynchronous and learns on whose behalf it runs, under `name`, in place of any earlier function
    /// of that name.
    @inlinable
    public mutating func register<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ body: @escaping @Sendable (HostCallContext, repeat each Argument) async throws -> Result
    ) {
        addAsynchronous(name, types(repeat (each Argument).self), Result.valueType) {
            (call, sandbox) throws(HostCallFailure) in
            let arguments = try Self.decode(call, repeat (each Argument).self)
            let context = HostCallContext(of: sandbox)
            return {
                do {
                    return .returned(try await body(context, repeat each arguments))
                } catch {
                    return .threw(error)
                }
            }
        }
    }

    /// Offers `body`, which is asynchronous, learns on whose behalf it runs and returns nothing, under `name`, in place of any
    /// earlier function of that name.
    @inlinable
    public mutating func register<each Argument: WireValue>(
        _ name: String, _ body: @escaping @Sendable (HostCallContext, repeat each Argument) async throws -> Void
    ) {
        addAsynchronous(name, types(repeat (each Argument).self), .void) { (call, sandbox) throws(HostCallFailure) in
            let arguments = try Self.decode(call, repeat (each Argument).self)
            let context = HostCallContext(of: sandbox)
            return {
                do {
                    try await body(context, repeat each arguments)
                    return .returned(nil)
                } catch {
                    return .threw(error)
                }
            }
        }
    }
}
