import Testing

/// The statements before a body's single expression take its implied `return` away, and the macro gives it back.
@Suite("@Traced and results without 'return'")
struct ImplicitResultTests {
    @Test(
        "Expressions that are returned",
        arguments: [
            "x + 1", "x", ".none", "nil", "try value", "x ? 1 : 2", "[x]", "\"text\"", "x.y", "(f())", "#traced2(x)",
            "if x { 1 } else { 2 }", "if x { 1 } else if y { 2 } else { throw .e }",
            "if x { log(); throw .e } else { 2 }", "if x { if y { 1 } else { 2 } } else { 3 }",
            "switch x { case .a: 1\ndefault: fatalError() }", "switch x { case .a: if y { 1 } else { 2 }\ndefault: 3 }",
        ])
    func returned(expression: String) {
        expect(expression, result: "Int32", becomes: "return \(expression)")
    }

    @Test("Calls, which may be of functions that never return", arguments: ["f(x)", "fatalError()", "x.map { $0 }"])
    func calls(call: String) {
        expect(call, result: "Int32", becomes: "return switch () { default: \(call) }")
    }

    @Test(
        "Bodies that stay as they are",
        arguments: [
            "return x", "throw .e", "x = 1", "x.y = f()", "let y = x", "while true {}", "for x in y {}", "x\ny",
            "if x { 1 }", "if x { return 1 } else { return 2 }", "if x { throw .a } else { throw .b }",
            "if x { 1 } else { y = 2 }", "switch x { case .a: return 1\ndefault: return 2 }",
            "switch x { case .a: f(); 1\ndefault: 2 }", "do { 1 }",
        ])
    func unchanged(body: String) {
        expect(body, result: "Int32", becomes: body)
    }

    @Test(
        "Functions that return nothing",
        arguments: ["Void", "()", "Swift.Void", "(Void)", "Never", "Swift.Never"])
    func nothing(result: String) {
        expect("f(x)", result: result, becomes: "f(x)")
    }

    @Test("The clause that is compiled is the body")
    func conditionalCompilation() {
        expect(
            "#if A\nx\n#elseif B\nf()\n#else\nlog()\nreturn y\n#endif", result: "Int32",
            becomes: "#if A\nreturn x\n#elseif B\nreturn switch () { default: f() }\n#else\nlog()\nreturn y\n#endif")
    }

    @Test(
        "Initializers",
        arguments: [
            ("init?()", "nil", "return nil"), ("init?()", "f()", "f()"), ("init()", "f()", "f()"),
            ("init?()", "x = nil", "x = nil"),
        ])
    func initializers(declaration: String, body: String, expanded: String) {
        expectExpansion(
            of: "struct S {\n    @Traced\n    \(declaration) {\n        \(body)\n    }\n}",
            to: """
                struct S {
                    \(declaration) {
                    GuestSDK.Trace.enter("init()")
                    defer { GuestSDK.Trace.exit("init()") }
                    #sourceLocation(file: "test.swift", line: 4)
                    \(expanded)
                    }
                }
                """)
    }

    private func expect(_ body: String, result: String, becomes expanded: String) {
        expectExpansion(
            of: "@Traced func f() -> \(result) {\n\(body)\n}",
            to: """
                func f() -> \(result) {
                GuestSDK.Trace.enter("f()")
                defer { GuestSDK.Trace.exit("f()") }
                #sourceLocation(file: "test.swift", line: 2)
                \(expanded)
                }
                """)
    }
}
