import SwiftDiagnostics

/// An error in the use of a macro of this module.
struct MacroDiagnostic: DiagnosticMessage {
    let message: String
    let diagnosticID: MessageID
    let severity = DiagnosticSeverity.error

    init(_ id: String, _ message: String) {
        self.message = message
        diagnosticID = MessageID(domain: "Swiftlet", id: id)
    }
}

/// What the function is.
extension MacroDiagnostic {
    static func notFunction(_ role: FunctionRole) -> Self {
        Self("notFunction", "'\(role.attributeName)' can only be attached to a function")
    }

    static func notGlobal(_ role: FunctionRole) -> Self {
        Self("notGlobal", "'\(role.attributeName)' can only be attached to a global function")
    }

    static func operatorFunction(_ role: FunctionRole) -> Self {
        Self("operatorFunction", "'\(role.attributeName)' cannot be attached to an operator")
    }

    static func generic(_ role: FunctionRole) -> Self {
        Self("generic", "'\(role.attributeName)' cannot be attached to a generic function")
    }

    static let bodyMissing = Self("bodyMissing", "a guest function needs a body; the host calls it")
    static let bodyPresent = Self("bodyPresent", "a host function has no body here; the host implements it")
}

/// What the function's effects are.
extension MacroDiagnostic {
    static let asynchronous = Self(
        "asynchronous", "a call across the sandbox boundary cannot be 'async'; it runs to its end on one virtual CPU")

    static let untypedThrows = Self(
        "untypedThrows",
        "Embedded Swift has no untyped errors; name the error type of a guest function, as in 'throws(MyError)'")

    static let hostFunctionThrows = Self(
        "hostFunctionThrows",
        "a host function fails with 'HostFunctionError' and nothing else; write 'throws(HostFunctionError)'")
}

/// What the parameters and the result are.
extension MacroDiagnostic {
    static let tooManyParameters = Self(
        "tooManyParameters", "a function record has room for \(RecordLiteral.maximumParameterCount) parameters")

    static let unnamedParameter = Self(
        "unnamedParameter", "a parameter of a host function needs a name, by which its value is sent")

    static let variadicParameter = Self(
        "variadicParameter", "a call across the sandbox boundary has a fixed number of arguments")

    static func specifier(_ specifier: String) -> Self {
        Self("specifier", "'\(specifier)' has no meaning for a value that is copied across the sandbox boundary")
    }

    static func unsupportedType(_ type: String, reason: String?) -> Self {
        Self("unsupportedType", "'\(type)' cannot cross the sandbox boundary" + (reason.map { "; " + $0 } ?? ""))
    }
}

/// What the wire name is.
extension MacroDiagnostic {
    static let nameNotLiteral = Self(
        "nameNotLiteral", "the name must be a string literal without interpolation; it is written into the image")

    static let nameEmpty = Self("nameEmpty", "the name must not be empty")

    static func nameTooLong(_ byteCount: Int) -> Self {
        Self(
            "nameTooLong",
            "the name has \(byteCount) bytes of UTF-8; a function record has room for "
                + "\(RecordLiteral.maximumNameByteCount)")
    }

    static let nameWithControlCharacter = Self(
        "nameWithControlCharacter", "the name must not contain control characters")
}
