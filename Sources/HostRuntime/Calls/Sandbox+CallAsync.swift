public import Wire

extension Sandbox {
    /// Calls a guest function from asynchronous code, on a thread of the sandbox's ``executor``.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/AsyncSamples.swift#call -->
    /// ```swift
    /// let reply: String = try await sandbox.call("echoString", "World", deadline: .now + .seconds(60))
    /// ```
    ///
    /// The calling task is suspended until the call is over, whether the guest runs, waits for a thread, or waits for an
    /// asynchronous host function; a restore is work of the task's. Cancelling the task ends the call. Host functions run in the
    /// task, with what is local to it.
    ///
    /// - Parameters:
    ///   - name: The function's name, as ``GuestImage/functions`` lists it.
    ///   - arguments: As in ``call(_:_:deadline:)->_``.
    ///   - deadline: When the call is to be over, with the time that it waits for a thread.
    ///   - snapshot: What to restore the sandbox to afterwards, whether the call returned or threw; nil, the default, for
    ///     nothing.
    /// - Throws: ``SandboxError`` as the synchronous call does; `cancelled` also when the task is cancelled. A call that is cancelled,
    ///   or whose deadline comes, before its guest has run leaves the sandbox as it was, and the error has no
    ///   ``SandboxError/ending``.
    @inlinable
    public nonisolated(nonsending) func call<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot? = nil
    ) async throws(SandboxError) -> Result {
        let entry: GuestFunctionEntry
        do throws(SandboxError) {
            entry = try find(name, result: Result.valueType, repeat (each Argument).self)
        } catch {
            if let snapshot { try restore(to: snapshot) }
            throw error
        }
        var result: Result?
        try await performInTask(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }

    /// Calls a guest function that returns nothing from asynchronous code; otherwise as the one that returns a value.
    @inlinable
    public nonisolated(nonsending) func call<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot? = nil
    ) async throws(SandboxError) {
        let entry: GuestFunctionEntry
        do throws(SandboxError) {
            entry = try find(name, result: .void, repeat (each Argument).self)
        } catch {
            if let snapshot { try restore(to: snapshot) }
            throw error
        }
        try await performInTask(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }
}

extension GuestFunction where Result: WireValue {
    /// Calls the function from asynchronous code.
    ///
    /// - Throws: ``SandboxError`` as the asynchronous ``Sandbox/call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot?)->_`` does.
    @inlinable
    public nonisolated(nonsending) func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil, thenRestoringTo snapshot: Snapshot? = nil
    ) async throws(SandboxError) -> Result {
        var result: Result?
        try await sandbox.performInTask(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }
}

extension GuestFunction where Result == Void {
    /// Calls the function from asynchronous code.
    ///
    /// - Throws: ``SandboxError`` as the asynchronous ``Sandbox/call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot?)->_`` does.
    @inlinable
    public nonisolated(nonsending) func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil, thenRestoringTo snapshot: Snapshot? = nil
    ) async throws(SandboxError) {
        try await sandbox.performInTask(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }
}
