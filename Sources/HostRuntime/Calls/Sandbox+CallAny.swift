internal import Wire

extension Sandbox {
    /// Calls a guest function whose types are known only when the program runs.
    ///
    /// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#call-any -->
    /// ```swift
    /// let reply = try sandbox.call("add", arguments: [.int32(2), .int32(3)])
    /// ```
    ///
    /// - Parameters:
    ///   - name: The function's name, as ``GuestImage/functions`` lists it.
    ///   - arguments: One value for each parameter, of the parameter's type.
    ///   - deadline: When the call is to be over, as in ``call(_:_:deadline:)->_``.
    ///   - snapshot: What to restore the sandbox to afterwards, as ``call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot)->_`` does; nil for nothing.
    /// - Returns: The result, of the type that the function's signature names; nil for a function that returns nothing.
    /// - Throws: ``SandboxError`` as ``call(_:_:deadline:)->_`` and ``call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot)->_`` do.
    @discardableResult
    public func call(
        _ name: String, arguments: [AnyWireValue], deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot? = nil
    ) throws(SandboxError) -> AnyWireValue? {
        let entry = try find(name, arguments: arguments, orRestoreTo: snapshot)
        let type = entry.entry.signature.result
        var result: AnyWireValue?
        try perform(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in
                for argument in arguments { try writer.append(argument.typed) }
            },
            decode: { (value) throws(WireError) in result = try AnyWireValue(returned: value, as: type) })
        return result
    }

    /// Calls a guest function whose types are known only when the program runs, from asynchronous code; otherwise as
    /// ``call(_:_:deadline:thenRestoringTo:)-(_,_,_,Snapshot?)->_``.
    @discardableResult
    public nonisolated(nonsending) func call(
        _ name: String, arguments: [AnyWireValue], deadline: Deadline? = nil,
        thenRestoringTo snapshot: Snapshot? = nil
    ) async throws(SandboxError) -> AnyWireValue? {
        let entry = try find(name, arguments: arguments, orRestoreTo: snapshot)
        let type = entry.entry.signature.result
        var result: AnyWireValue?
        try await performInTask(
            entry, deadline: deadline, thenRestoringTo: snapshot,
            encode: { (writer) throws(WireError) in
                for argument in arguments { try writer.append(argument.typed) }
            },
            decode: { (value) throws(WireError) in result = try AnyWireValue(returned: value, as: type) })
        return result
    }

    /// Finds a function by name, or restores the sandbox if it is to be restored.
    private func find(
        _ name: String, arguments: [AnyWireValue], orRestoreTo snapshot: Snapshot?
    ) throws(SandboxError) -> GuestFunctionEntry {
        do throws(SandboxError) {
            return try find(name, arguments: arguments)
        } catch {
            if let snapshot { try restore(to: snapshot) }
            throw error
        }
    }

    /// Finds a function by name and checks that it takes arguments of these types.
    private func find(_ name: String, arguments: [AnyWireValue]) throws(SandboxError) -> GuestFunctionEntry {
        let entry = try find(name)
        let signature = entry.entry.signature
        let types = arguments.map(\.valueType)
        guard types == signature.parameters else {
            throw mismatch(entry, FunctionSignature(name: name, parameters: types, result: signature.result))
        }
        return entry
    }
}

extension AnyWireValue {
    /// Copies what a function has returned; nil for one that returns nothing.
    fileprivate init?(returned value: ValueView, as type: ValueType) throws(WireError) {
        guard type != .void else {
            try value.requireVoid()
            return nil
        }
        try self.init(wireValue: value, as: type)
    }
}
