// What the expansions of `@Traced` and `#traced` call. They are the same with and without the trait.
extension Trace {
    /// Records that a function began.
    @inline(__always)
    public static func enter(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.enter, TracePoint(name: name, file: file, line: line))
    }

    /// Records a value that belongs to the function that began with the record before.
    @inline(__always)
    public static func argument<Value: TraceValue>(
        _ name: StaticString, _ value: @autoclosure () -> Value, file: StaticString = #fileID, line: UInt = #line
    ) {
        guard isEnabled else { return }
        write(.argument, TracePoint(name: name, file: file, line: line), value().traceWord)
    }

    /// Records that a function ended.
    @inline(__always)
    public static func exit(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) {
        record(.exit, TracePoint(name: name, file: file, line: line))
    }

    /// Records that a block began. It ends when the result is destroyed.
    @inline(__always)
    public static func begin(_ name: StaticString, file: StaticString = #fileID, line: UInt = #line) -> TraceSpan {
        TraceSpan(TracePoint(name: name, file: file, line: line))
    }

    /// Ends a block when its value is known.
    ///
    /// Arguments are evaluated in their order. Where the value's evaluation throws, the span is destroyed and ends there.
    @inline(__always)
    public static func closing<Result: ~Copyable>(
        _ span: consuming TraceSpan, _ result: consuming Result
    ) -> Result {
        _ = consume span
        return result
    }

    /// Records when a block begins and ends, and passes its value or its error on.
    @inline(__always)
    public static func spanning<Result: ~Copyable, Failure: Error>(
        _ name: StaticString, file: StaticString = #fileID, line: UInt = #line,
        _ block: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let span = begin(name, file: file, line: line)
        defer { extendLifetime(span) }
        return try block()
    }
}
