/// Makes a global function callable by the host under its own name.
///
/// Parameters are `Int32`, `UInt32`, `Int64`, `UInt64`, `Float`, `Double`, `Bool`, `String`, `[UInt8]` or
/// `RawSpan`; the result is one of these except `RawSpan`, or nothing. A `RawSpan` parameter views the bytes where
/// the host wrote them; every other argument is copied. Types are recognised by their spelling: a type alias is
/// not accepted.
///
/// <!-- sample: Tests/Guests/Sources/TestGuest/Errors.swift#guest-function -->
/// ```swift
/// @GuestFunction
/// func lookUp(_ name: String) throws(LookupError) -> String {
///     switch name {
///     case "": throw .denied
///     case "known": return "found"
///     default: throw .notFound(name)
///     }
/// }
/// ```
///
/// A function that throws must name its error type, since Embedded Swift has no untyped errors.
@attached(peer, names: prefixed(__swiftlet_function_))
public macro GuestFunction() =
    #externalMacro(module: "GuestTracingMacros", type: "GuestFunctionMacro")

/// Makes a global function callable by the host under the given name.
///
/// See ``GuestFunction()`` for what the function may look like.
///
/// - Parameter name: A string literal of 1 to 64 bytes of UTF-8 without control characters.
@attached(peer, names: prefixed(__swiftlet_function_))
public macro GuestFunction(_ name: StaticString) =
    #externalMacro(module: "GuestTracingMacros", type: "GuestFunctionMacro")

/// Declares a function that the host implements under the same name.
///
/// The declaration is a global function without a body; parameters and result are those of a ``GuestFunction()``.
///
/// <!-- sample: Tests/Guests/Sources/TestGuest/HostCalls.swift#host-function -->
/// ```swift
/// @HostFunction func hostEcho(_ text: String) throws(HostFunctionError) -> String
/// ```
///
/// A declaration with `throws(HostFunctionError)` reports a failure of the host function to its caller; without
/// `throws` a failure ends the guest's call. The host learns from the image which functions it needs.
@attached(peer, names: prefixed(__swiftlet_import_))
@attached(body)
public macro HostFunction() =
    #externalMacro(module: "GuestTracingMacros", type: "HostFunctionMacro")

/// Declares a function that the host implements under the given name.
///
/// See ``HostFunction()`` for what the declaration may look like.
///
/// - Parameter name: A string literal of 1 to 64 bytes of UTF-8 without control characters.
@attached(peer, names: prefixed(__swiftlet_import_))
@attached(body)
public macro HostFunction(_ name: StaticString) =
    #externalMacro(module: "GuestTracingMacros", type: "HostFunctionMacro")
