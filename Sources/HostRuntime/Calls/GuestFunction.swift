public import Wire

/// A guest function, looked up and checked once: the quickest way to call it.
///
/// It keeps its sandbox alive, and belongs to the same thread.
public struct GuestFunction<Result, each Argument: WireValue> {
    /// The sandbox that runs the function.
    public let sandbox: Sandbox
    @usableFromInline let entry: GuestFunctionEntry

    @usableFromInline
    init(sandbox: Sandbox, entry: GuestFunctionEntry) {
        self.sandbox = sandbox
        self.entry = entry
    }

    /// The function's name and types.
    public var signature: FunctionSignature { entry.entry.signature }
}

extension GuestFunction where Result: WireValue {
    /// Calls the function.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:deadline:)->_`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil
    ) throws(SandboxError) -> Result {
        var result: Result?
        try sandbox.perform(
            entry, deadline: deadline,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in result = try Result(wireValue: value) })
        guard let result else { throw Sandbox.missingResult }
        return result
    }
}

extension GuestFunction where Result == Void {
    /// Calls the function.
    ///
    /// - Throws: ``SandboxError`` as ``Sandbox/call(_:_:deadline:)->_`` does.
    @inlinable
    public func callAsFunction(
        _ arguments: repeat each Argument, deadline: Deadline? = nil
    ) throws(SandboxError) {
        try sandbox.perform(
            entry, deadline: deadline,
            encode: { (writer) throws(WireError) in repeat try writer.append(each arguments) },
            decode: { (value) throws(WireError) in try value.requireVoid() })
    }
}

/// A function of the image, as the inlinable call functions hand it on.
@usableFromInline
struct GuestFunctionEntry: Sendable {
    let entry: FunctionEntry
}
