import Testing

@Suite("@GuestFunction expansion")
struct GuestFunctionExpansionTests {
    @Test("A throwing function with labels and a span, spelled out in full")
    func throwing() {
        let declaration = """
            func greet(_ name: String, age: Int32, data: RawSpan) throws(GreetingError) -> String {
                name
            }
            """
        expectExpansion(
            of: "@GuestFunction\n" + declaration,
            to: declaration + """


                @export(implementation) @section("swiftlet_functions") @used
                private let __swiftlet_function_greet: GuestFunctionRecord = (
                    1, 5, 3, 8, 0, 0,
                    [103, 114, 101, 101, 116, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    [8, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    { __swiftlet_message, __swiftlet_count in
                        GuestDispatch.begin()
                        let __swiftlet_arguments = GuestArguments(__swiftlet_message, __swiftlet_count)
                        let __swiftlet_argument0 = __swiftlet_arguments.value(at: 0, as: String.self)
                        let __swiftlet_argument1 = __swiftlet_arguments.value(at: 1, as: Int32.self)
                        let __swiftlet_argument2 = __swiftlet_arguments.bytes(at: 2)
                        GuestDispatch.willCall("greet")
                        do throws(GreetingError) {
                            let __swiftlet_result = try greet(__swiftlet_argument0, age: __swiftlet_argument1, \
                data: __swiftlet_argument2)
                            GuestDispatch.didCall("greet")
                            return GuestReply.returning(__swiftlet_result)
                        } catch {
                            GuestDispatch.didCall("greet")
                            return GuestReply.throwing(error)
                        }
                    }
                )
                """)
    }

    @Test("A throwing function without a result")
    func throwingVoid() {
        expectExpansion(
            of: "@GuestFunction func run() throws(RunError) {}",
            to: guestFunction(
                "func run() throws(RunError) {}", named: "run", result: 10,
                entry: """
                    { _, _ in
                            GuestDispatch.begin()
                            GuestDispatch.willCall("run")
                            do throws(RunError) {
                                try run()
                                GuestDispatch.didCall("run")
                                return GuestReply.returningVoid()
                            } catch {
                                GuestDispatch.didCall("run")
                                return GuestReply.throwing(error)
                            }
                        }
                    """))
    }

    @Test("Each spelling of no result", arguments: ["", " -> Void", " -> ()", " -> Swift.Void", " -> (Void)"])
    func void(result: String) {
        expectExpansion(
            of: "@GuestFunction func run()\(result) {}",
            to: guestFunction(
                "func run()\(result) {}", named: "run", result: 10,
                entry: """
                    { _, _ in
                            GuestDispatch.begin()
                            GuestDispatch.willCall("run")
                            run()
                            GuestDispatch.didCall("run")
                            return GuestReply.returningVoid()
                        }
                    """))
    }

    @Test("A function that throws 'Never' does not throw", arguments: ["Never", "Swift.Never"])
    func throwsNever(error: String) {
        expectExpansion(
            of: "@GuestFunction func run() throws(\(error)) -> Bool { true }",
            to: guestFunction(
                "func run() throws(\(error)) -> Bool { true }", named: "run", result: 7,
                entry: """
                    { _, _ in
                            GuestDispatch.begin()
                            GuestDispatch.willCall("run")
                            let __swiftlet_result = run()
                            GuestDispatch.didCall("run")
                            return GuestReply.returning(__swiftlet_result)
                        }
                    """))
    }

    @Test(
        "Each type as parameter and as result",
        arguments: [
            ("Int32", 1), ("UInt32", 2), ("Int64", 3), ("UInt64", 4), ("Float", 5), ("Double", 6), ("Bool", 7),
            ("String", 8), ("[UInt8]", 9),
        ] as [(String, UInt8)])
    func types(type: String, code: UInt8) {
        expectExpansion(
            of: "@GuestFunction func echo(_ value: \(type)) -> \(type) { value }",
            to: guestFunction(
                "func echo(_ value: \(type)) -> \(type) { value }",
                named: "echo", parameters: [code], result: code,
                entry: entry("echo", of: [type], returning: "echo(__swiftlet_argument0)")))
    }

    @Test("Default values and access levels stay with the function")
    func modifiers() {
        expectExpansion(
            of: "@GuestFunction private func half(of value: Double = 1) -> Double { value / 2 }",
            to: guestFunction(
                "private func half(of value: Double = 1) -> Double { value / 2 }",
                named: "half", parameters: [6], result: 6,
                entry: entry("half", of: ["Double"], returning: "half(of: __swiftlet_argument0)")))
    }

    @Test(
        "A label keeps its backticks only where a call needs them",
        arguments: [
            ("`in`", "in"), ("`self`", "self"), ("`plain`", "plain"), ("in", "in"), ("`inout`", "`inout`"),
            ("`two words`", "`two words`"), ("`_`", "`_`"),
        ])
    func labels(declared: String, called: String) {
        expectExpansion(
            of: "@GuestFunction func f(\(declared) x: Bool) -> Bool { x }",
            to: guestFunction(
                "func f(\(declared) x: Bool) -> Bool { x }", named: "f", parameters: [7], result: 7,
                entry: entry("f", of: ["Bool"], returning: "f(\(called): __swiftlet_argument0)")))
    }

    @Test("As many parameters as a record has room for")
    func mostParameters() {
        let list = (0..<32).map { "_ p\($0): Bool" }.joined(separator: ", ")
        let arguments = (0..<32).map { "__swiftlet_argument\($0)" }
        expectExpansion(
            of: "@GuestFunction func f(\(list)) -> Bool { p0 }",
            to: guestFunction(
                "func f(\(list)) -> Bool { p0 }", named: "f",
                parameters: Array(repeating: 7, count: 32), result: 7,
                entry: entry(
                    "f", of: Array(repeating: "Bool", count: 32), returning: "f(\(arguments.joined(separator: ", ")))"))
        )
    }

    /// The declaration followed by its record.
    private func guestFunction(
        _ declaration: String, named name: String, parameters: [UInt8] = [], result: UInt8, entry: String
    ) -> String {
        """
        \(declaration)

        @export(implementation) @section("swiftlet_functions") @used
        private let __swiftlet_function_\(name): GuestFunctionRecord = (
            1, \(name.utf8.count), \(parameters.count), \(result), 0, 0,
            \(literal(name.utf8, paddedTo: 64)),
            \(literal(parameters, paddedTo: 32)),
            \(entry)
        )
        """
    }

    private func entry(_ name: String, of types: [String], returning call: String) -> String {
        let decoding = types.enumerated().map { index, type in
            "        let __swiftlet_argument\(index) = __swiftlet_arguments.value(at: \(index), as: \(type).self)"
        }
        return """
            { __swiftlet_message, __swiftlet_count in
                    GuestDispatch.begin()
                    let __swiftlet_arguments = GuestArguments(__swiftlet_message, __swiftlet_count)
            \(decoding.joined(separator: "\n"))
                    GuestDispatch.willCall("\(name)")
                    let __swiftlet_result = \(call)
                    GuestDispatch.didCall("\(name)")
                    return GuestReply.returning(__swiftlet_result)
                }
            """
    }
}
