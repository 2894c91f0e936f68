import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("Diagnostics about the declaration")
struct DeclarationDiagnosticTests {
    @Test("Not a function", arguments: ["var answer: Int32 { 42 }", "struct Answer {}"])
    func notFunction(declaration: String) {
        expectGuestFunctionDiagnostics(
            declaration,
            DiagnosticSpec(message: "'@GuestFunction' can only be attached to a function", line: 1, column: 1))
    }

    @Test(
        "A function in a type or in a function",
        arguments: [
            ("struct Guest", "static func run() {}", 17), ("extension Guest", "func run() {}", 10),
            ("protocol Guest", "static func run() {}", 17), ("func outer()", "func run() {}", 10),
        ])
    func notGlobal(container: String, declaration: String, column: Int) {
        expectExpansion(
            of: """
                \(container) {
                    @GuestFunction
                    \(declaration)
                }
                """,
            to: """
                \(container) {
                    \(declaration)
                }
                """,
            diagnostics: [
                DiagnosticSpec(
                    message: "'@GuestFunction' can only be attached to a global function", line: 3, column: column)
            ])
    }

    @Test("A host function in a type")
    func hostFunctionNotGlobal() {
        expectExpansion(
            of: """
                enum Host {
                    @HostFunction
                    static func run()
                }
                """,
            to: """
                enum Host {
                    static func run() {
                        fatalError()
                    }
                }
                """,
            diagnostics: [
                DiagnosticSpec(
                    message: "'@HostFunction' can only be attached to a global function", line: 3, column: 17)
            ])
    }

    @Test("An operator")
    func operatorFunction() {
        expectGuestFunctionDiagnostics(
            "func + (a: Int32, b: Int32) -> Int32 { 0 }",
            DiagnosticSpec(message: "'@GuestFunction' cannot be attached to an operator", line: 2, column: 6))
    }

    @Test("A generic function")
    func generic() {
        expectHostFunctionDiagnostics(
            "func f<T>(x: Int32)",
            DiagnosticSpec(message: "'@HostFunction' cannot be attached to a generic function", line: 2, column: 7))
    }

    @Test("A guest function without a body")
    func bodyMissing() {
        expectGuestFunctionDiagnostics(
            "func f() -> Int32",
            DiagnosticSpec(message: "a guest function needs a body; the host calls it", line: 2, column: 6))
    }

    @Test("A host function with a body")
    func bodyPresent() {
        expectExpansion(
            of: "@HostFunction\nfunc f() -> Int32 { 0 }",
            to: "func f() -> Int32 {\n    fatalError()\n}",
            diagnostics: [
                DiagnosticSpec(
                    message: "a host function has no body here; the host implements it", line: 2, column: 19,
                    fixIts: [FixItSpec(message: "remove the body")])
            ],
            fixedSource: "@HostFunction\nfunc f() -> Int32")
    }

    @Test("All errors at once, in the order of the source")
    func several() {
        expectHostFunctionDiagnostics(
            "func f<T>(x: Int, _: Bool) async throws -> [T]",
            DiagnosticSpec(message: "'@HostFunction' cannot be attached to a generic function", line: 2, column: 7),
            unsupported(
                "Int", column: 14, reason: "its size depends on the platform",
                fixIts: [FixItSpec(message: "use 'Int64'")]),
            DiagnosticSpec(
                message: "a parameter of a host function needs a name, by which its value is sent",
                line: 2, column: 19),
            DiagnosticSpec(
                message: "a call across the sandbox boundary cannot be 'async'; it runs to its end on one virtual CPU",
                line: 2, column: 28, fixIts: [FixItSpec(message: "remove 'async'")]),
            DiagnosticSpec(
                message:
                    "a host function fails with 'HostFunctionError' and nothing else; "
                    + "write 'throws(HostFunctionError)'",
                line: 2, column: 34, fixIts: [FixItSpec(message: "write 'throws(HostFunctionError)'")]),
            unsupported(
                "[T]", column: 44, reason: "the only array that a message holds is '[UInt8]'",
                notes: [supportedResults(column: 44)]))
    }
}
