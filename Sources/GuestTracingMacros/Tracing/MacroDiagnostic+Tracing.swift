/// What `@Traced` is attached to.
extension MacroDiagnostic {
    static let notTraceable = Self(
        "notTraceable", "'@Traced' can only be attached to a function, an initializer or a deinitializer")

    static let tracedBodyMissing = Self(
        "tracedBodyMissing",
        "'@Traced' needs a body to trace; attach it to what implements the requirement")

    static let tracedHostFunction = Self(
        "tracedHostFunction", "'@Traced' has no place on a host function; traces show its calls without it")

    static let tracedInTraced = Self(
        "tracedInTraced",
        "a function in a traced function cannot be traced too; move it out, or write '#traced(\"name\") { … }' around its calls"
    )

    static let tracedAsynchronous = Self(
        "tracedAsynchronous",
        "a traced function cannot be 'async'; what it records is in the order of a single virtual CPU")
}

/// What the name of a trace point is.
extension MacroDiagnostic {
    static func traceNameTooLong(_ byteCount: Int) -> Self {
        Self(
            "traceNameTooLong",
            "the name has \(byteCount) bytes of UTF-8; a trace shows at most \(TraceName.maximumByteCount)")
    }
}

/// What `@Traced` captures.
extension MacroDiagnostic {
    static let captureNotLiteral = Self(
        "captureNotLiteral",
        "what to capture is written as a string literal without interpolation, as in 'capturing: \"limit\"'")

    static func captureNotExpression(_ text: String) -> Self {
        Self("captureNotExpression", "'\(text)' is not an expression")
    }

    static func captureWithEffect(_ text: String) -> Self {
        Self("captureWithEffect", "'\(text)' cannot be captured; an expression that can fail would change the function")
    }

    static func captureNotParameter(_ text: String, candidates: [String]) -> Self {
        let candidates = candidates.map { "'\($0)'" }
        let choice =
            switch candidates.count {
            case 0: "; this function has none"
            case 1: ": \(candidates[0])"
            default: ": \(candidates.dropLast().joined(separator: ", ")) or \(candidates[candidates.count - 1])"
            }
        return Self(
            "captureNotParameter", "'\(text)' cannot be captured; it must begin with the name of a parameter\(choice)")
    }
}

/// What the block of `#traced` is.
extension MacroDiagnostic {
    static let tracedBlockMissing = Self(
        "tracedBlockMissing", "the block must be written out, as in '#traced(\"name\") { … }'")

    static let tracedBlockThrows = Self(
        "tracedBlockThrows",
        "a block of several statements must name its error type, since Embedded Swift has no untyped errors; "
            + "write '{ () throws(MyError) -> MyResult in'")
}
