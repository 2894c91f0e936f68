public import Wire

extension Sandbox {
    /// Calls a guest function, and then restores the sandbox, whether the call returned or threw.
    ///
    ///     let clean = try sandbox.snapshot()
    ///     for request in requests {
    ///         let reply: String = try sandbox.call("handle", request, thenRestoringTo: clean)
    ///     }
    ///
    /// - Throws: What ``call(_:_:)`` throws; the sandbox has been restored all the same, unless the error's code is `busy`
    ///   or `closed`. When the call was good and only the restore failed, what ``restore(to:)`` throws. A snapshot that
    ///   does not fit is found before the guest runs.
    @inlinable
    public func call<each Argument: WireValue, Result: WireValue>(
        _ name: String, _ arguments: repeat each Argument, thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) -> Result {
        try validate(snapshot)
        let result: Result
        do throws(SandboxError) {
            result = try call(name, repeat each arguments)
        } catch {
            restore(to: snapshot, after: error)
            throw error
        }
        try restore(to: snapshot)
        return result
    }

    /// Calls a guest function that returns nothing, and then restores the sandbox; otherwise as
    /// ``call(_:_:thenRestoringTo:)``.
    @inlinable
    public func call<each Argument: WireValue>(
        _ name: String, _ arguments: repeat each Argument, thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) {
        try validate(snapshot)
        do throws(SandboxError) {
            try call(name, repeat each arguments)
        } catch {
            restore(to: snapshot, after: error)
            throw error
        }
        try restore(to: snapshot)
    }

    @usableFromInline
    func validate(_ snapshot: Snapshot) throws(SandboxError) {
        try enter()
        defer { leave() }
        guard let resources else { throw Self.closedError }
        try snapshot.validate(for: resources.blueprint)
    }

    /// Restores the sandbox after a call that failed. If that fails too the sandbox is poisoned, which says why.
    @usableFromInline
    func restore(to snapshot: Snapshot, after failure: SandboxError) {
        if failure.code != .busy, failure.code != .closed { try? restore(to: snapshot) }
    }
}

extension GuestFunction where Result: WireValue {
    /// Calls the function, and then restores the sandbox, whether the call returned or threw.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:thenRestoringTo:)`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) -> Result {
        try sandbox.validate(snapshot)
        let result: Result
        do throws(SandboxError) {
            result = try self(repeat each arguments)
        } catch {
            sandbox.restore(to: snapshot, after: error)
            throw error
        }
        try sandbox.restore(to: snapshot)
        return result
    }
}

extension GuestFunction where Result == Void {
    /// Calls the function, and then restores the sandbox, whether the call returned or threw.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:thenRestoringTo:)`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, thenRestoringTo snapshot: Snapshot
    ) throws(SandboxError) {
        try sandbox.validate(snapshot)
        do throws(SandboxError) {
            try self(repeat each arguments)
        } catch {
            sandbox.restore(to: snapshot, after: error)
            throw error
        }
        try sandbox.restore(to: snapshot)
    }
}
