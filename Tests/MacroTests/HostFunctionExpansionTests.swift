import Testing

@Suite("@HostFunction expansion")
struct HostFunctionExpansionTests {
    @Test("A throwing function with a result, spelled out in full")
    func throwing() {
        let declaration = "func hostPrint(_ message: String, to data: RawSpan) throws(HostFunctionError) -> Int32"
        expectExpansion(
            of: "@HostFunction\n" + declaration,
            to: declaration + """
                 {
                    var __swiftlet_call = HostCall("hostPrint")
                    __swiftlet_call.append(message)
                    __swiftlet_call.append(data)
                    return try __swiftlet_call.invoke(returning: Int32.self)
                }

                @export(implementation) @section("swiftlet_imports") @used
                private let __swiftlet_import_hostPrint: HostFunctionRecord = (
                    1, 9, 2, 1, 0, 0,
                    [104, 111, 115, 116, 80, 114, 105, 110, 116, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    [8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    0
                )
                """)
    }

    @Test("A throwing function without a result")
    func throwingVoid() {
        expectExpansion(
            of: "@HostFunction func log(_ call: String) throws(GuestSDK.HostFunctionError)",
            to: hostFunction(
                "func log(_ call: String) throws(GuestSDK.HostFunctionError)", named: "log",
                parameters: [8], result: 10,
                body: """
                    var __swiftlet_call = HostCall("log")
                        __swiftlet_call.append(call)
                        try __swiftlet_call.invoke()
                    """))
    }

    @Test("A function that does not throw")
    func nonThrowing() {
        expectExpansion(
            of: "@HostFunction func now(in zone: Int32 = 0) -> UInt64",
            to: hostFunction(
                "func now(in zone: Int32 = 0) -> UInt64", named: "now", parameters: [1], result: 4,
                body: """
                    var __swiftlet_call = HostCall("now")
                        __swiftlet_call.append(zone)
                        return __swiftlet_call.invokeOrAbort(returning: UInt64.self)
                    """))
    }

    @Test(
        "A call without arguments needs no variable",
        arguments: [
            ("", "", 10, "invokeOrAbort()"),
            ("", " -> Bool", 7, "invokeOrAbort(returning: Bool.self)"),
            (" throws(HostFunctionError)", "", 10, "invoke()"),
            (" throws(HostFunctionError)", " -> Bool", 7, "invoke(returning: Bool.self)"),
        ] as [(String, String, UInt8, String)])
    func withoutParameters(effect: String, result: String, code: UInt8, method: String) {
        let keywords = (result.isEmpty ? "" : "return ") + (effect.isEmpty ? "" : "try ")
        expectExpansion(
            of: "@HostFunction func tick()\(effect)\(result)",
            to: hostFunction(
                "func tick()\(effect)\(result)", named: "tick", result: code,
                body: #"\#(keywords)HostCall("tick").\#(method)"#))
    }

    @Test("A parameter's name keeps its backticks")
    func parameterName() {
        expectExpansion(
            of: "@HostFunction func wait(`for` `repeat`: Double)",
            to: hostFunction(
                "func wait(`for` `repeat`: Double)", named: "wait", parameters: [6], result: 10,
                body: """
                    var __swiftlet_call = HostCall("wait")
                        __swiftlet_call.append(`repeat`)
                        __swiftlet_call.invokeOrAbort()
                    """))
    }

    /// The declaration with its body, followed by its record.
    private func hostFunction(
        _ declaration: String, named name: String, parameters: [UInt8] = [], result: UInt8, body: String
    ) -> String {
        """
        \(declaration) {
            \(body)
        }

        @export(implementation) @section("swiftlet_imports") @used
        private let __swiftlet_import_\(name): HostFunctionRecord = (
            1, \(name.utf8.count), \(parameters.count), \(result), 0, 0,
            \(literal(name.utf8, paddedTo: 64)),
            \(literal(parameters, paddedTo: 32)),
            0
        )
        """
    }
}
