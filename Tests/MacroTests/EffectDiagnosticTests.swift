import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("Diagnostics about effects")
struct EffectDiagnosticTests {
    @Test(
        "A guest function that does not name its error type",
        arguments: ["throws", "throws(any Error)", "throws(Error)", "throws(any Swift.Error)", "rethrows"])
    func untypedThrows(effect: String) {
        expectGuestFunctionDiagnostics(
            "func f() \(effect) -> Bool { true }",
            DiagnosticSpec(
                message:
                    "Embedded Swift has no untyped errors; name the error type of a guest function, "
                    + "as in 'throws(MyError)'",
                line: 2, column: 10, fixIts: [FixItSpec(message: "write 'throws(<#Error type#>)'")]),
            fixed: "func f() throws(<#Error type#>) -> Bool { true }")
    }

    @Test(
        "A host function that throws anything but 'HostFunctionError'",
        arguments: ["throws", "throws(any Error)", "throws(MyError)", "throws(Never)"])
    func hostFunctionThrows(effect: String) {
        expectHostFunctionDiagnostics(
            "func f() \(effect) -> Bool",
            DiagnosticSpec(
                message:
                    "a host function fails with 'HostFunctionError' and nothing else; "
                    + "write 'throws(HostFunctionError)'",
                line: 2, column: 10, fixIts: [FixItSpec(message: "write 'throws(HostFunctionError)'")]),
            fixed: "func f() throws(HostFunctionError) -> Bool")
    }

    @Test("An asynchronous guest function", arguments: ["", "throws(MyError) "])
    func asyncGuestFunction(effect: String) {
        expectGuestFunctionDiagnostics(
            "func f() async \(effect)-> Bool { true }",
            DiagnosticSpec(
                message: "a call across the sandbox boundary cannot be 'async'; it runs to its end on one virtual CPU",
                line: 2, column: 10, fixIts: [FixItSpec(message: "remove 'async'")]),
            fixed: "func f() \(effect)-> Bool { true }")
    }

    @Test("An asynchronous host function")
    func asyncHostFunction() {
        expectHostFunctionDiagnostics(
            "func f() async",
            DiagnosticSpec(
                message: "a call across the sandbox boundary cannot be 'async'; it runs to its end on one virtual CPU",
                line: 2, column: 10, fixIts: [FixItSpec(message: "remove 'async'")]),
            fixed: "func f() ")
    }
}
