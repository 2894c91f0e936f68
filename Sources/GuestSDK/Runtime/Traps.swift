// The standard library drops the messages of its own traps from optimised code. These take their place in every file
// that imports GuestSDK, so that the host learns what the guest meant. Those without a message are functions of their
// own: a default would be ambiguous with the standard library's.

/// Ends the call, tells the host why, and leaves the sandbox unusable until it is restored.
@inline(never)
public func fatalError(_ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line) -> Never
{
    abort("Fatal error", message(), file, line)
}

/// Ends the call as ``fatalError(_:file:line:)`` does, with the place alone.
@inline(never)
public func fatalError(file: StaticString = #fileID, line: UInt = #line) -> Never {
    abort("Fatal error", "", file, line)
}

/// Ends the call as ``fatalError(_:file:line:)`` does when the condition does not hold.
@inlinable
public func precondition(
    _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) {
    if !condition() { preconditionFailure(message(), file: file, line: line) }
}

/// Ends the call, with the place alone, when the condition does not hold.
@inlinable
public func precondition(
    _ condition: @autoclosure () -> Bool, file: StaticString = #fileID, line: UInt = #line
) {
    if !condition() { preconditionFailure(file: file, line: line) }
}

/// Ends the call as ``fatalError(_:file:line:)`` does.
@inline(never)
public func preconditionFailure(
    _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) -> Never {
    abort("Precondition failed", message(), file, line)
}

/// Ends the call as ``fatalError(_:file:line:)`` does, with the place alone.
@inline(never)
public func preconditionFailure(file: StaticString = #fileID, line: UInt = #line) -> Never {
    abort("Precondition failed", "", file, line)
}

private func abort(_ kind: StaticString, _ message: String, _ file: StaticString, _ line: UInt) -> Never {
    var text = AbortMessage()
    text.append(file)
    text.append(":")
    text.append(UInt64(line))
    text.append(": ")
    text.append(kind)
    if !message.isEmpty {
        text.append(": ")
        text.append(message)
    }
    GuestRuntime.abort(text)
}
