import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("Wire names")
struct WireNameTests {
    @Test(
        "The name in the record",
        arguments: [
            ("@GuestFunction", "run", "run", "__swiftlet_function_run"),
            ("@GuestFunction", "`default`", "default", "`__swiftlet_function_default`"),
            ("@GuestFunction", "`two words`", "two words", "`__swiftlet_function_two words`"),
            ("@GuestFunction", "größe", "größe", "__swiftlet_function_größe"),
            (#"@GuestFunction("http.get")"#, "run", "http.get", "__swiftlet_function_run"),
            (##"@GuestFunction(#"a"b"#)"##, "run", #"a"b"#, "__swiftlet_function_run"),
            (#"@GuestFunction("\u{20ac}")"#, "run", "€", "__swiftlet_function_run"),
            (
                #"@GuestFunction("\#(String(repeating: "n", count: 64))")"#, "run", String(repeating: "n", count: 64),
                "__swiftlet_function_run"
            ),
        ])
    func guestFunction(attribute: String, name: String, wireName: String, record: String) {
        let spelled = wireName.contains("\"") ? "#\"\(wireName)\"#" : "\"\(wireName)\""
        expectExpansion(
            of: "\(attribute) func \(name)() {}",
            to: """
                func \(name)() {}

                @export(implementation) @section("swiftlet_functions") @used
                private let \(record): GuestFunctionRecord = (
                    1, \(wireName.utf8.count), 0, 10, 0, 0,
                    \(literal(wireName.utf8, paddedTo: 64)),
                    \(literal([], paddedTo: 32)),
                    { _, _ in
                        GuestDispatch.begin()
                        GuestDispatch.willCall(\(spelled))
                        \(name)()
                        GuestDispatch.didCall(\(spelled))
                        return GuestReply.returningVoid()
                    }
                )
                """)
    }

    @Test(
        "The name in the record and in the call",
        arguments: [
            ("@HostFunction", "`default`", "default", #""default""#, "`__swiftlet_import_default`"),
            (#"@HostFunction("a\"b")"#, "run", #"a"b"#, ##"#"a"b"#"##, "__swiftlet_import_run"),
        ])
    func hostFunction(attribute: String, name: String, wireName: String, argument: String, record: String) {
        expectExpansion(
            of: "\(attribute) func \(name)()",
            to: """
                func \(name)() {
                    HostCall(\(argument)).invokeOrAbort()
                }

                @export(implementation) @section("swiftlet_imports") @used
                private let \(record): HostFunctionRecord = (
                    1, \(wireName.utf8.count), 0, 10, 0, 0,
                    \(literal(wireName.utf8, paddedTo: 64)),
                    \(literal([], paddedTo: 32)),
                    0
                )
                """)
    }

    @Test("A name that is not a literal", arguments: ["name", #""a\(1)""#, #""a" + "b""#])
    func notLiteral(argument: String) {
        expectGuestFunctionDiagnostics(
            "func f() {}", attribute: "@GuestFunction(\(argument))",
            DiagnosticSpec(
                message: "the name must be a string literal without interpolation; it is written into the image",
                line: 1, column: 16))
    }

    @Test("An empty name")
    func empty() {
        expectHostFunctionDiagnostics(
            "func f()", attribute: #"@HostFunction("")"#,
            DiagnosticSpec(message: "the name must not be empty", line: 1, column: 15))
    }

    @Test("A name with a control character", arguments: [#"a\tb"#, #"a\0"#, #"\u{7f}"#, #"\u{85}"#])
    func controlCharacter(name: String) {
        expectGuestFunctionDiagnostics(
            "func f() {}", attribute: #"@GuestFunction("\#(name)")"#,
            DiagnosticSpec(message: "the name must not contain control characters", line: 1, column: 16))
    }

    @Test("A literal of more than 64 bytes")
    func longLiteral() {
        let name = String(repeating: "n", count: 63) + "ö"
        expectGuestFunctionDiagnostics(
            "func f() {}", attribute: #"@GuestFunction("\#(name)")"#,
            DiagnosticSpec(
                message: "the name has 65 bytes of UTF-8; a function record has room for 64", line: 1, column: 16))
    }

    @Test("A function's own name of more than 64 bytes")
    func longIdentifier() {
        expectHostFunctionDiagnostics(
            "func \(String(repeating: "n", count: 65))()",
            DiagnosticSpec(
                message: "the name has 65 bytes of UTF-8; a function record has room for 64", line: 2, column: 6))
    }
}
