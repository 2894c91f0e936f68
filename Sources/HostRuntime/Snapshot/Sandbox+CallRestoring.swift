public import Wire

extension Sandbox {
    /// Calls a guest function, and then restores the sandbox, whether the call returned or threw. Nobody is let in between
    /// the two.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#restoring -->
    /// ```swift
    /// let clean = try sandbox.snapshot()
    /// for request in requests {
    ///     let reply: String = try sandbox.call("echoString", request, thenRestoringTo: clean)
    ///     replies.append(reply)
    /// }
    /// ```
    ///
    /// - Throws: What ``call(_:_:deadline:)->_`` throws; the sandbox has been restored all the same, unless the error's code is `busy`
    ///   or `closed`. When the call was good and only the restore failed, what ``restore(to:)`` throws. A snapshot that
    ///   does not fit is found before the guest runs.
    @inlinable
    public func call<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) -> Result {
        let entry: GuestFunctionEntry
        do throws(SandboxError) {
            entry = try find(name, result: Result.valueType, repeat (each Argument).self)
        } catch {
            try restore(to: snapshot)
            throw error
        }
        var result: Result?
        try perform(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }

    /// Calls a guest function that returns nothing, and then restores the sandbox; otherwise as
    /// ``call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot)->_``.
    @inlinable
    public func call<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) {
        let entry: GuestFunctionEntry
        do throws(SandboxError) {
            entry = try find(name, result: .void, repeat (each Argument).self)
        } catch {
            try restore(to: snapshot)
            throw error
        }
        try perform(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }
}

extension GuestFunction where Result: WireValue {
    /// Calls the function, and then restores the sandbox, whether the call returned or threw.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot)->_`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) -> Result {
        var result: Result?
        try sandbox.perform(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }
}

extension GuestFunction where Result == Void {
    /// Calls the function, and then restores the sandbox, whether the call returned or threw.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot)->_`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) {
        try sandbox.perform(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }
}
