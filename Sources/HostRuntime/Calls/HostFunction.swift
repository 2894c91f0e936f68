public import Wire

/// A registered function, its types erased.
@usableFromInline
struct HostFunction: Sendable {
    /// Decodes the call, runs the function and writes the result to the end of the buffer. The sandbox is the guest's, or nil
    /// for one that runs without.
    @usableFromInline
    typealias Invoke =
        @Sendable (borrowing FunctionCallView, UnsafeMutableRawBufferPointer, Sandbox?) throws(HostCallFailure)
        -> Range<Int>

    /// Decodes the call of an asynchronous function.
    @usableFromInline
    typealias Prepare = @Sendable (borrowing FunctionCallView, Sandbox) throws(HostCallFailure) -> Body

    /// Runs an asynchronous function, whose arguments it has.
    @usableFromInline
    typealias Body = @Sendable () async -> HostFunctionOutcome

    let signature: FunctionSignature
    let invoke: Invoke
    /// Nil for a function that is not asynchronous.
    var prepare: Prepare?
}

/// At which step a call of a host function failed.
@usableFromInline
enum HostCallFailure: Error {
    case arguments(WireError)
    case thrown(any Error)
    case result(WireError)
}
