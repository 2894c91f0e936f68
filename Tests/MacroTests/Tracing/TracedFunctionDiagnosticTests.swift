import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("Diagnostics of @Traced")
struct TracedFunctionDiagnosticTests {
    @Test("A requirement")
    func requirement() {
        expectExpansion(
            of: "protocol P {\n    @Traced func f()\n}", to: "protocol P {\n    func f()\n}",
            diagnostics: [
                DiagnosticSpec(
                    message: "'@Traced' needs a body to trace; attach it to what implements the requirement",
                    line: 2, column: 5)
            ])
    }

    @Test("A host function")
    func hostFunction() {
        expectHostFunctionDiagnostics(
            "func f()", attribute: "@HostFunction @Traced",
            // The compiler does not say this one.
            DiagnosticSpec(message: "function can not have more than one body macro applied to it", line: 1, column: 1),
            DiagnosticSpec(
                message: "'@Traced' has no place on a host function; traces show its calls without it",
                line: 1, column: 15))
    }

    @Test("An asynchronous function")
    func asynchronous() {
        expectDiagnostics(
            "func f() async",
            DiagnosticSpec(
                message:
                    "a traced function cannot be 'async'; what it records is in the order of a single virtual CPU",
                line: 2, column: 10))
    }

    @Test("A traced function in a traced function")
    func nested() {
        expectExpansion(
            of: "@Traced func f() {\n    @GuestSDK.Traced func g() {}\n}",
            to: "func f() {\n\n    @GuestSDK.Traced func g() {}\n}",
            diagnostics: [
                DiagnosticSpec(
                    message:
                        "a function in a traced function cannot be traced too; move it out, "
                        + "or write '#traced(\"name\") { … }' around its calls",
                    line: 2, column: 5)
            ])
    }

    @Test("A name that is not a literal", arguments: ["name", #""a\(1)""#, #""a" + "b""#])
    func notLiteral(argument: String) {
        expectNameDiagnostic(
            argument, "the name must be a string literal without interpolation; it is written into the image")
    }

    @Test("An empty name")
    func empty() {
        expectNameDiagnostic(#""""#, "the name must not be empty")
    }

    @Test("A name with a control character", arguments: [#""a\tb""#, #""a\0""#, #""\u{7f}""#, #""\u{85}""#])
    func controlCharacter(argument: String) {
        expectNameDiagnostic(argument, "the name must not contain control characters")
    }

    @Test("Names of 128 and more bytes")
    func longName() {
        let longest = String(repeating: "n", count: 128)
        expectExpansion(
            of: "@Traced(\"\(longest)\") func f() {}",
            to: """
                func f() {
                GuestSDK.Trace.enter("\(longest)")
                GuestSDK.Trace.exit("\(longest)")
                }
                """)
        let longer = String(repeating: "n", count: 127) + "ö"
        expectNameDiagnostic("\"\(longer)\"", "the name has 129 bytes of UTF-8; a trace shows at most 128")
    }

    @Test("A function's own name of more than 128 bytes")
    func longOwnName() {
        expectDiagnostics(
            "func f(\(String(repeating: "n", count: 126)): Bool)",
            DiagnosticSpec(
                message: "the name has 130 bytes of UTF-8; a trace shows at most 128", line: 2, column: 6))
    }

    @Test("What is captured and is not a literal", arguments: ["x", #""\(x)""#])
    func captureNotLiteral(argument: String) {
        expectCaptureDiagnostic(
            argument,
            "what to capture is written as a string literal without interpolation, as in 'capturing: \"limit\"'")
    }

    @Test("What is captured and is not an expression", arguments: ["x +", "x; y", "let x", "x = 1", "return x"])
    func captureNotExpression(text: String) {
        expectCaptureDiagnostic("\"\(text)\"", "'\(text)' is not an expression")
    }

    @Test("What is captured and can fail", arguments: ["try x.f()", "x.f(try y)"])
    func captureWithEffect(text: String) {
        expectCaptureDiagnostic(
            "\"\(text)\"",
            "'\(text)' cannot be captured; an expression that can fail would change the function")
    }

    @Test("What is captured and is no parameter", arguments: ["label", "count", "self.x", "f()", "1", "z.x"])
    func captureNotParameter(text: String) {
        expectCaptureDiagnostic(
            "\"\(text)\"",
            "'\(text)' cannot be captured; it must begin with the name of a parameter: 'x' or 'y'")
    }

    @Test(
        "What could be captured instead",
        arguments: [
            ("func f()", "; this function has none"), ("func f(_: Bool)", "; this function has none"),
            ("func f(x: Bool)", ": 'x'"), ("func f(x: Bool, y: Bool, `in`: Bool)", ": 'x', 'y' or 'in'"),
        ])
    func captureCandidates(declaration: String, candidates: String) {
        expectDiagnostics(
            declaration + "", attribute: #"@Traced(capturing: "q")"#,
            DiagnosticSpec(
                message: "'q' cannot be captured; it must begin with the name of a parameter" + candidates,
                line: 1, column: 20))
    }

    @Test("All errors at once")
    func several() {
        expectDiagnostics(
            "func f(x: Bool) async", attribute: #"@Traced("", capturing: "a", "b")"#,
            DiagnosticSpec(message: "the name must not be empty", line: 1, column: 9),
            DiagnosticSpec(
                message: "'a' cannot be captured; it must begin with the name of a parameter: 'x'", line: 1, column: 24),
            DiagnosticSpec(
                message: "'b' cannot be captured; it must begin with the name of a parameter: 'x'", line: 1, column: 29),
            DiagnosticSpec(
                message:
                    "a traced function cannot be 'async'; what it records is in the order of a single virtual CPU",
                line: 2, column: 17))
    }

    private func expectNameDiagnostic(_ argument: String, _ message: String) {
        expectDiagnostics(
            "func f()", attribute: "@Traced(\(argument))",
            DiagnosticSpec(message: message, line: 1, column: 9))
    }

    private func expectCaptureDiagnostic(_ argument: String, _ message: String) {
        expectDiagnostics(
            "func f(label x: Bool, y: Bool)", attribute: "@Traced(capturing: \(argument))",
            DiagnosticSpec(message: message, line: 1, column: 20))
    }

    /// Expects that the function keeps its body, which is `g()`.
    private func expectDiagnostics(
        _ declaration: String, attribute: String = "@Traced", _ diagnostics: DiagnosticSpec...
    ) {
        expectExpansion(
            of: "\(attribute)\n\(declaration) { g() }", to: "\(declaration) {\ng() \n}", diagnostics: diagnostics)
    }
}
