/// Traces a function under the given name: a trace shows when it began and ended, and what was captured.
///
/// It goes on a function, a method, an initializer or a deinitializer, also together with ``GuestFunction()``. The end is
/// recorded however the function is left, by a return or by an error.
///
/// What is captured are expressions over the parameters and `self`, as string literals, since the arguments of an attribute
/// cannot name parameters. Their values are ``TraceValue``s, and shown under the text of the expression.
///
/// <!-- sample: Tests/Guests/Sources/TracedGuest/Arguments.swift#traced-function -->
/// ```swift
/// @GuestFunction @Traced("find", capturing: "limit", "text.utf8.count")
/// func findFirst(_ text: String, _ limit: Int32) -> Bool {
///     text.utf8.prefix(Int(limit)).contains(UInt8(ascii: "!"))
/// }
/// ```
///
/// Where trace points are not compiled in, or do not record, captured expressions are not evaluated. See
/// <doc:TracingAGuest>.
///
/// Messages about the function, and debug information, show the lines of the source. But `#line` in it, and so the places in
/// what it logs and in its traps, is the line of the function's name.
///
/// - Parameters:
///   - name: A string literal of 1 to 128 bytes of UTF-8 without control characters.
///   - capturing: Expressions as string literals. Each begins with the name of a parameter or with `self`.
@attached(body)
public macro Traced(_ name: StaticString, capturing: StaticString...) =
    #externalMacro(module: "GuestTracingMacros", type: "TracedFunctionMacro")

/// Traces a function under its own name with its argument labels, as in `parse(_:limit:)`.
///
/// See ``Traced(_:capturing:)``.
///
/// - Parameter capturing: Expressions as string literals. Each begins with the name of a parameter or with `self`.
@attached(body)
public macro Traced(capturing: StaticString...) =
    #externalMacro(module: "GuestTracingMacros", type: "TracedFunctionMacro")

/// Traces a block: a trace shows when it began and ended. Its value is the block's, and so is its error.
///
/// <!-- sample: Tests/Guests/Sources/TracedGuest/Blocks.swift#traced-expression -->
/// ```swift
/// let half = try #traced("halve") { try halve(value) }
/// ```
///
/// A block of several statements is a closure. If it throws, it names its error type, since Embedded Swift has no untyped
/// errors:
///
/// <!-- sample: Tests/Guests/Sources/TracedGuest/Blocks.swift#traced-statements -->
/// ```swift
/// return try #traced("halve twice") { () throws(Odd) -> Int32 in
///     let half = try halve(value)
///     return try halve(half)
/// }
/// ```
///
/// - Parameters:
///   - name: A string literal of 1 to 128 bytes of UTF-8 without control characters.
///   - block: An expression or statements.
@freestanding(expression)
public macro traced<Result: ~Copyable, Failure: Error>(
    _ name: StaticString, _ block: () throws(Failure) -> Result
) -> Result = #externalMacro(module: "GuestTracingMacros", type: "TracedBlockMacro")
