import SwiftSyntaxMacrosGenericTestSupport
import Testing

@Suite("#traced")
struct TracedBlockTests {
    @Test(
        "An expression needs no closure",
        arguments: [
            ("value", "value"), ("return value", "value"), ("f(x)", "f(x)"), ("x = f()", "(x = f())"),
            ("x += 1", "x += 1"), ("try f()", "f()"), ("return try f()", "f()"), ("try f() + 1", "f() + 1"),
            ("x = try f()", "(x = f())"), ("try a <> b", "a <> b"), ("x = try a <> b", "(x = a <> b)"),
            ("try? f()", "try? f()"), ("try! f()", "try! f()"),
            ("f(try g())", "f(try g())"),
        ])
    func expression(block: String, argument: String) {
        expectExpansion(
            of: #"let a = #traced("work") { \#(block) }"#,
            to: #"let a = GuestSDK.Trace.closing(GuestSDK.Trace.begin("work"), \#(argument))"#)
    }

    @Test(
        "Statements are a closure",
        arguments: [
            "let x = 1; return x", "if x { 1 } else { 2 }", "throw2(); f()", "() throws(E) -> Int32 in try f()",
            "() throws(E) in let x = try f(); throw .e", "[x] in x", "",
        ])
    func statements(block: String) {
        expectExpansion(
            of: #"let a = #traced("work") {\#(block)}"#,
            to: #"let a = GuestSDK.Trace.spanning("work") {\#(block)}"#)
    }

    @Test("Uses inside one another are expanded together")
    func nested() {
        expectExpansion(
            of: #"let a = try #traced("a") { try #traced("b") { try f() } + #traced("c") { g(); return 1 } }"#,
            to: """
                let a = try GuestSDK.Trace.closing(GuestSDK.Trace.begin("a"), \
                GuestSDK.Trace.closing(GuestSDK.Trace.begin("b"), f()) + \
                GuestSDK.Trace.spanning("c") { g(); return 1 })
                """)
    }

    @Test(
        "Errors that stay in a block",
        arguments: [
            "do { try f() } catch { g() }; h()", "do throws(E) { throw .e } catch { g() }; h()",
            "do { try f() } catch let e { g() }; h()", "do { try f() } catch _ { g() }; h()",
            "do { try f() } catch E.a { g() } catch { h() }; i()",
            "func g() throws(E) { try f() }; h()", "let x = try? f(); h()", "let x = try! f(); h()",
            "let x = { () throws(E) in try f() }; h()",
            "var x: Int32 { get throws(E) { try f() } }; h()", "try? f(try g()); h()",
        ])
    func errorsInside(block: String) {
        expectExpansion(
            of: #"let a = #traced("work") {\#(block)}"#,
            to: #"let a = GuestSDK.Trace.spanning("work") {\#(block)}"#)
    }

    @Test("Errors of a type inside a block")
    func errorsInType() {
        expectExpansion(
            of: #"let a = #traced("work") {struct S { init() throws(E) { try f() } }; h()}"#,
            to: "let a = GuestSDK.Trace.spanning(\"work\") {struct S { init() throws(E) { try f() } \n}; h()}")
    }

    @Test(
        "Errors that leave a block of statements without a type",
        arguments: [
            ("try f(); g()", 25), ("g(); throw E.e", 30), ("if x { try f() }", 32), ("let x = 1 + (try f()); g()", 38),
            ("do { try f() } catch E.a { }; g()", 30), ("do { try f() } catch let e where x { }; g()", 30),
            ("do { try f() } catch { throw E.e }; g()", 48), ("do { try f() }; g()", 30),
            (#"try #traced("b") { try f() }; g()"#, 25),
        ])
    func errorsOutside(block: String, column: Int) {
        let source = #"let a = #traced("work"){\#(block)}"#
        expectExpansion(
            of: source, to: source,
            diagnostics: [
                DiagnosticSpec(
                    message:
                        "a block of several statements must name its error type, since Embedded Swift has no untyped "
                        + "errors; write '{ () throws(MyError) -> MyResult in'",
                    line: 1, column: column)
            ])
    }

    @Test(
        "Names that are not plain",
        arguments: [
            ("name", "the name must be a string literal without interpolation; it is written into the image"),
            (#""""#, "the name must not be empty"), (#""\n""#, "the name must not contain control characters"),
            (
                "\"\(String(repeating: "n", count: 129))\"",
                "the name has 129 bytes of UTF-8; a trace shows at most 128"
            ),
        ])
    func names(argument: String, message: String) {
        let source = "let a = #traced(\(argument)) { f() }"
        expectExpansion(
            of: source, to: source, diagnostics: [DiagnosticSpec(message: message, line: 1, column: 17)])
    }

    @Test("A mistake inside another block is found where it is")
    func nestedMistake() {
        let source = #"let a = #traced("a") { 1 + #traced("") { f() } }"#
        expectExpansion(
            of: source, to: source,
            diagnostics: [DiagnosticSpec(message: "the name must not be empty", line: 1, column: 36)])
    }

    @Test("A block that is not written out", arguments: [#"#traced("a", f)"#, #"#traced("a")"#, "#traced { f() }"])
    func blockMissing(source: String) {
        expectExpansion(
            of: "let a = " + source, to: "let a = " + source,
            diagnostics: [
                DiagnosticSpec(
                    message: "the block must be written out, as in '#traced(\"name\") { … }'", line: 1, column: 9)
            ])
    }
}
