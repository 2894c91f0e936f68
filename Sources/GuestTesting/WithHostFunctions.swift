internal import GuestSDK
public import HostRuntime

/// Runs `body`, in which guest functions that are called like any other function reach `hostFunctions`.
///
/// Messages are encoded and decoded as in a sandbox. What differs: a guest function that aborts ends the process, as a
/// failed precondition does, the guest's log goes to standard error, and nothing is too large for its buffer.
///
/// <!-- sample: Tests/GuestTestingTests/WithHostFunctionsTests.swift#host-functions -->
/// ```swift
/// var host = HostFunctions()
/// host.register("double") { (number: Int64) -> Int64 in number * 2 }
/// let result = withHostFunctions(host) { quadruple(5) }
/// ```
///
/// Tests that run at the same time can have different host functions: they are those of the current task. What they
/// share is the guest's global variables, so tests of functions that use those belong into a serialized suite.
///
/// - Throws: What `body` throws.
/// - Returns: What `body` returns.
public func withHostFunctions<Value, Failure: Error>(
    _ hostFunctions: HostFunctions, _ body: () throws(Failure) -> Value
) throws(Failure) -> Value {
    // The task-local value's own function throws errors without a type.
    try CurrentHost.$host.withValue(TestHost(hostFunctions)) { Result(catching: body) }.get()
}
