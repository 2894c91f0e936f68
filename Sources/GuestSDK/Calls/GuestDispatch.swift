/// What a trace shows of a call's way to its function and back. `@GuestFunction` uses it; authors need not.
public enum GuestDispatch {
    /// A call has arrived, and its arguments are about to be read.
    @inline(__always)
    public static func begin() {
        Trace.enter("dispatch_function")
        Trace.enter("decode_arguments")
    }

    /// The arguments are there; the function is about to run.
    @inline(__always)
    public static func willCall(_ function: StaticString) {
        Trace.exit("decode_arguments")
        Trace.enter(function)
    }

    /// The function has returned or thrown.
    @inline(__always)
    public static func didCall(_ function: StaticString) {
        Trace.exit(function)
    }

    /// The result is written; the call is about to end.
    @inline(__always)
    static func end() {
        Trace.exit("dispatch_function")
        Trace.event("halt")
    }
}
