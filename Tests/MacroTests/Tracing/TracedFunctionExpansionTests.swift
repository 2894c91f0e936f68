import Testing

@Suite("@Traced expansion")
struct TracedFunctionExpansionTests {
    @Test("A function with captured values, spelled out in full")
    func capturing() {
        expectExpansion(
            of: """
                @Traced("parse", capturing: "limit", "text.utf8.count")
                func parse(_ text: String, limit: Int32) throws(ParseError) -> Bool {
                    // why
                    guard limit > 0 else { throw .limit }

                    return text.isEmpty
                }
                """,
            to: """
                func parse(_ text: String, limit: Int32) throws(ParseError) -> Bool {
                if GuestSDK.Trace.isEnabled {
                    GuestSDK.Trace.enter("parse")
                    GuestSDK.Trace.argument("limit", limit)
                    GuestSDK.Trace.argument("text.utf8.count", text.utf8.count)
                }
                defer { GuestSDK.Trace.exit("parse") }
                #sourceLocation(file: "test.swift", line: 4)
                guard limit > 0 else { throw .limit }

                    return text.isEmpty
                }
                """)
    }

    @Test("A body without statements needs no 'defer'", arguments: ["", " throws(E)", " -> Void"])
    func empty(signature: String) {
        expectExpansion(
            of: "@Traced func f()\(signature) {}",
            to: """
                func f()\(signature) {
                GuestSDK.Trace.enter("f()")
                GuestSDK.Trace.exit("f()")
                }
                """)
    }

    @Test(
        "A function's own name is its full name",
        arguments: [
            ("func run()", "run()"), ("func parse(_ text: String, limit: Int32)", "parse(_:limit:)"),
            ("func `default`(`in` x: Bool)", "default(in:)"), ("func f<T>(x: T) where T: P", "f(x:)"),
            ("static func == (a: T, b: T)", "==(a:b:)"), ("mutating func größe()", "größe()"),
        ])
    func ownName(declaration: String, name: String) {
        expectTracedBody(declaration, named: name)
    }

    @Test(
        "Initializers and deinitializers",
        arguments: [
            ("struct S", "init(x: Int32)", "init(x:)"), ("struct S", "init?()", "init()"),
            ("final class C", "convenience init(_ x: Int32)", "init(_:)"), ("final class C", "deinit", "deinit"),
        ])
    func initializers(type: String, declaration: String, name: String) {
        expectExpansion(
            of: """
                \(type) {
                    @Traced
                    \(declaration) {
                        x = 1
                    }
                }
                """,
            to: """
                \(type) {
                    \(declaration) {
                    GuestSDK.Trace.enter("\(name)")
                    defer { GuestSDK.Trace.exit("\(name)") }
                    #sourceLocation(file: "test.swift", line: 4)
                    x = 1
                    }
                }
                """)
    }

    @Test(
        "A name of the author's",
        arguments: [#""two words""#, ##"#"a"b"#"##, #""\u{20ac}""#, #""größe", capturing: "x""#])
    func name(argument: String) throws {
        let literal = try #require(argument.split(separator: ",").first)
        let name = literal == #""\u{20ac}""# ? #""€""# : String(literal)
        let isCapturing = argument.contains("capturing")
        let enter = "GuestSDK.Trace.enter(\(name))"
        expectExpansion(
            of: "@Traced(\(argument)) func f(x: Bool) {}",
            to: isCapturing
                ? """
                func f(x: Bool) {
                if GuestSDK.Trace.isEnabled {
                    \(enter)
                    GuestSDK.Trace.argument("x", x)
                }
                GuestSDK.Trace.exit(\(name))
                }
                """
                : """
                func f(x: Bool) {
                \(enter)
                GuestSDK.Trace.exit(\(name))
                }
                """)
    }

    @Test(
        "What may be captured",
        arguments: [
            ("func f(of x: Int32)", "x"), ("func f(_ x: Int32)", "-x"), ("func f(x: [UInt8])", "x[0] &+ 1"),
            ("func f(`repeat`: Int32)", "`repeat`"), ("func f(x: Int32)", "x.isMultiple(of: 2) ? 1 : 0"),
        ])
    func captures(declaration: String, expression: String) {
        expectExpansion(
            of: "@Traced(capturing: \"\(expression)\") \(declaration) {}",
            to: expandedEmptyBody(of: declaration, capturing: expression))
    }

    @Test("A method captures 'self'")
    func capturesSelf() {
        expectExpansion(
            of: """
                extension S {
                    @Traced("f", capturing: "self.x") func f() {}
                }
                """,
            to: """
                extension S {
                    func f() {
                    if GuestSDK.Trace.isEnabled {
                        GuestSDK.Trace.enter("f")
                        GuestSDK.Trace.argument("self.x", self.x)
                    }
                    GuestSDK.Trace.exit("f")
                    }
                }
                """)
    }

    private func expandedEmptyBody(of declaration: String, capturing expression: String) -> String {
        let label = declaration.contains("of x") ? "of" : declaration.contains("_ x") ? "_" : "x"
        let name = declaration.contains("repeat") ? "f(repeat:)" : "f(\(label):)"
        return """
            \(declaration) {
            if GuestSDK.Trace.isEnabled {
                GuestSDK.Trace.enter("\(name)")
                GuestSDK.Trace.argument("\(expression)", \(expression))
            }
            GuestSDK.Trace.exit("\(name)")
            }
            """
    }

    private func expectTracedBody(_ declaration: String, named name: String) {
        expectExpansion(
            of: "@Traced \(declaration) {\n    work()\n}",
            to: """
                \(declaration) {
                GuestSDK.Trace.enter("\(name)")
                defer { GuestSDK.Trace.exit("\(name)") }
                #sourceLocation(file: "test.swift", line: 2)
                work()
                }
                """)
    }
}
