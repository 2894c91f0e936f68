import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("Diagnostics about parameters and results")
struct TypeDiagnosticTests {
    @Test(
        "A type with one obvious replacement",
        arguments: [
            ("Int8", "Int32"), ("Int16", "Int32"), ("UInt8", "UInt32"), ("UInt16", "UInt32"), ("Float16", "Float"),
            ("Float32", "Float"), ("Float64", "Double"), ("Character", "String"), ("Substring", "String"),
            ("StaticString", "String"), ("Data", "[UInt8]"),
        ])
    func replaceable(type: String, replacement: String) {
        expectGuestFunctionDiagnostics(
            "func f(x: \(type)) {}",
            unsupported(type, column: 11, fixIts: [FixItSpec(message: "use '\(replacement)'")]),
            fixed: "func f(x: \(replacement)) {}")
    }

    @Test(
        "An integer whose size depends on the platform",
        arguments: [
            ("Int", "Int64"), ("UInt", "UInt64"), ("Swift.Int", "Int64"), ("(UInt)", "UInt64"),
        ])
    func platformInteger(type: String, replacement: String) {
        expectHostFunctionDiagnostics(
            "func f() -> \(type)",
            unsupported(
                type, column: 13, reason: "its size depends on the platform",
                fixIts: [FixItSpec(message: "use '\(replacement)'")]),
            fixed: "func f() -> \(replacement)")
    }

    @Test(
        "A parameter type without replacement",
        arguments: [
            ("Int32?", "a message has no missing values"), ("Int32!", "a message has no missing values"),
            ("[String]", "the only array that a message holds is '[UInt8]'"), ("Array<Bool>", nil),
            ("[[UInt8]]", "the only array that a message holds is '[UInt8]'"), ("Set<UInt8>", nil),
            ("[String: Int32]", nil), ("(Int32, Bool)", nil), ("(x: Int32)", nil), ("Void", nil), ("()", nil),
            ("() -> Void", "code stays on its side of the boundary"), ("Point", nil), ("Foundation.Data", nil),
            ("Array<UInt8, Bool>", nil), ("Swift<UInt8>.Int32", nil),
            ("any Sequence", "a message holds concrete types only"),
            ("some Sequence", "a message holds concrete types only"),
        ] as [(String, String?)])
    func unsupportedParameter(type: String, reason: String?) {
        expectGuestFunctionDiagnostics(
            "func f(x: Bool, y: \(type)) {}",
            unsupported(type, column: 20, reason: reason, notes: [supportedParameters(column: 20)]))
    }

    @Test(
        "A result type without replacement",
        arguments: [
            ("String?", "a message has no missing values"), ("(Int32, Bool)", nil), ("Never", nil),
        ] as [(String, String?)])
    func unsupportedResult(type: String, reason: String?) {
        expectHostFunctionDiagnostics(
            "func f() -> \(type)",
            unsupported(type, column: 13, reason: reason, notes: [supportedResults(column: 13)]))
    }

    @Test("A borrowed result", arguments: ["RawSpan", "Swift.RawSpan"])
    func spanResult(type: String) {
        expectGuestFunctionDiagnostics(
            "func f(x: RawSpan) -> \(type) { x }",
            unsupported(
                type, column: 23, reason: "it borrows memory that the caller cannot keep alive",
                fixIts: [FixItSpec(message: "use '[UInt8]'")]),
            fixed: "func f(x: RawSpan) -> [UInt8] { x }")
    }

    @Test(
        "A specifier or an attribute of a type",
        arguments: ["inout", "borrowing", "consuming", "sending", "__owned", "@escaping"])
    func specifier(specifier: String) {
        expectGuestFunctionDiagnostics(
            "func f(x: \(specifier) String) {}",
            DiagnosticSpec(
                message: "'\(specifier)' has no meaning for a value that is copied across the sandbox boundary",
                line: 2, column: 11))
    }

    @Test("A specified type is checked too")
    func specifiedType() {
        expectHostFunctionDiagnostics(
            "func f(x: inout Int)",
            DiagnosticSpec(
                message: "'inout' has no meaning for a value that is copied across the sandbox boundary",
                line: 2, column: 11),
            unsupported(
                "Int", column: 17, reason: "its size depends on the platform",
                fixIts: [FixItSpec(message: "use 'Int64'")]))
    }

    @Test("A variadic parameter")
    func variadic() {
        expectGuestFunctionDiagnostics(
            "func f(x: Int32...) {}",
            DiagnosticSpec(
                message: "a call across the sandbox boundary has a fixed number of arguments", line: 2, column: 16))
    }

    @Test("A parameter that a host function cannot send", arguments: [("_", 8), ("_ _", 10), ("x _", 10)])
    func unnamed(parameter: String, column: Int) {
        expectHostFunctionDiagnostics(
            "func f(\(parameter): Int32)",
            DiagnosticSpec(
                message: "a parameter of a host function needs a name, by which its value is sent",
                line: 2, column: column))
    }

    @Test("More than 32 parameters")
    func tooManyParameters() {
        let parameters = (0..<34).map { "p\($0 % 10): Bool" }.joined(separator: ", ")
        // Each parameter takes ten columns, and the first begins in column 8.
        expectHostFunctionDiagnostics(
            "func f(\(parameters))",
            DiagnosticSpec(
                message: "a function record has room for 32 parameters", line: 2, column: 8 + 32 * 10))
    }
}

func supportedParameters(column: Int) -> NoteSpec {
    NoteSpec(
        message:
            "supported parameter types are 'Int32', 'UInt32', 'Int64', 'UInt64', 'Float', 'Double', 'Bool', 'String', "
            + "'[UInt8]', 'RawSpan'",
        line: 2, column: column)
}

func supportedResults(column: Int) -> NoteSpec {
    NoteSpec(
        message:
            "supported result types are 'Int32', 'UInt32', 'Int64', 'UInt64', 'Float', 'Double', 'Bool', 'String', "
            + "'[UInt8]', 'Void'",
        line: 2, column: column)
}
