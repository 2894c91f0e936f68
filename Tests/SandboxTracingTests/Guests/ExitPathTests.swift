import GuestTestSupport
import HostRuntime
import SandboxTracing
import Testing

/// Each way out of a function or block, with its records counted by hand. What TracedGuest's functions record is said in its
/// source.
@Suite("Trace points of a guest")
struct ExitPathTests {
    struct Path: Sendable, CustomTestStringConvertible {
        let function: String
        let arguments: [AnyWireValue]
        /// What the function itself records.
        let events: [String]
        /// Whether it ends by an error that the guest function throws.
        let throwsError: Bool

        init(_ function: String, _ arguments: AnyWireValue..., events: [String], throwsError: Bool = false) {
            (self.function, self.arguments) = (function, arguments)
            (self.events, self.throwsError) = (events, throwsError)
        }

        var testDescription: String { "\(function)(\(arguments.map { "\($0)" }.joined(separator: ", ")))" }
    }

    static let paths: [Path] = [
        // Returns
        Path("simpleReturn", .int32(1), events: ["+simpleReturn(_:)", "-simpleReturn(_:)"]),
        Path("earlyReturn", .int32(-1), events: ["+earlyReturn(_:)", "-earlyReturn(_:)"]),
        Path("earlyReturn", .int32(1), events: ["+earlyReturn(_:)", "late", "-earlyReturn(_:)"]),
        Path("earlyVoid", .int32(-1), events: ["+earlyVoid(_:)", "-earlyVoid(_:)"]),
        Path("earlyVoid", .int32(1), events: ["+earlyVoid(_:)", "late", "-earlyVoid(_:)"]),
        Path("nothing", events: ["+nothing()", "-nothing()"]),
        Path(
            "deferred", events: ["+deferred()", "body", "deferred second", "deferred first", "-deferred()"]),
        // Errors
        Path("caught", .int32(1), events: ["+caught(_:)", "+check(_:)", "checked", "-check(_:)", "-caught(_:)"]),
        Path("caught", .int32(-1), events: ["+caught(_:)", "+check(_:)", "-check(_:)", "caught", "-caught(_:)"]),
        Path("thrown", .int32(1), events: ["+thrown(_:)", "+check(_:)", "checked", "-check(_:)", "-thrown(_:)"]),
        Path(
            "thrown", .int32(-1), events: ["+thrown(_:)", "+check(_:)", "-check(_:)", "-thrown(_:)"],
            throwsError: true),
        // Expressions
        Path("expression", .int32(1), events: ["+expression(_:)", "-expression(_:)"]),
        Path("call", .int32(1), events: ["+call(_:)", "+expression(_:)", "-expression(_:)", "-call(_:)"]),
        Path("ternary", .int32(1), events: ["+ternary(_:)", "-ternary(_:)"]),
        Path("ifExpression", .int32(0), events: ["+ifExpression(_:)", "-ifExpression(_:)"]),
        Path("switchExpression", .int32(2), events: ["+switchExpression(_:)", "-switchExpression(_:)"]),
        Path("ifStatement", .int32(-1), events: ["+ifStatement(_:)", "-ifStatement(_:)"]),
        // Members and generic functions
        Path("structure", .int32(1), events: ["+init(startingAt:)", "-init(startingAt:)", "+add(_:)", "-add(_:)"]),
        Path("failable", .int32(1), events: ["+init(positive:)", "-init(positive:)"]),
        Path("failable", .int32(-1), events: ["+init(positive:)", "-init(positive:)"]),
        Path("staticMethod", events: ["+empty()", "+init(startingAt:)", "-init(startingAt:)", "-empty()"]),
        Path(
            "object", .int32(5),
            events: ["+Counted.init", "-Counted.init", "+Counted.deinit", "gone signed(5)", "-Counted.deinit"]),
        Path(
            "generic", .int32(1), events: ["+largest(_:_:)", "-largest(_:_:)", "+largest(_:_:)", "-largest(_:_:)"]),
        Path("inoutParameter", .int32(1), events: ["+double(_:)", "-double(_:)"]),
        Path("closure", .int32(1), events: ["+apply(_:to:)", "closure", "-apply(_:to:)"]),
        Path("closure", .int32(-1), events: ["+apply(_:to:)", "closure", "-apply(_:to:)"]),
        // Nesting
        Path(
            "nested", .int32(1),
            events: ["+nested(_:)", "+inner(_:)", "-inner(_:)", "+inner(_:)", "-inner(_:)", "-nested(_:)"]),
        Path(
            "recursion", .uint32(2),
            events: [
                "+descend(_:)", "(depth unsigned(2))", "+descend(_:)", "(depth unsigned(1))", "+descend(_:)",
                "(depth unsigned(0))", "-descend(_:)", "-descend(_:)", "-descend(_:)",
            ]),
        // Captured arguments
        Path(
            "arguments", .int32(-1), .uint32(2), .int64(-3), .uint64(.max), .float(0.5), .double(-.infinity),
            .bool(true),
            events: [
                "+arguments", "(a signed(-1))", "(b unsigned(2))", "(c signed(-3))",
                "(d unsigned(18446744073709551615))", "(e float(0.5))", "(f float(-inf))", "(g bool(true))",
                "-arguments",
            ]),
        Path(
            "findFirst", .string("Hi!"), .int32(2),
            events: ["+find", "(limit signed(2))", "(text.utf8.count signed(3))", "-find"]),
        Path(
            "method", .int32(-7),
            events: [
                "+distance(to:)", "(self signed(-6998))", "(self.x.magnitude unsigned(7))", "(other.y signed(4))",
                "-distance(to:)",
            ]),
        Path("bytes", .bytes([1, 2, 3]), events: ["+bytes(_:)", "(data.byteCount signed(3))", "-bytes(_:)"]),
        // Blocks
        Path("blockExpression", .int32(1), events: ["+double", "-double"]),
        Path("blockAssignment", .int32(1), events: ["+assign", "-assign"]),
        Path("blockStatements", .int32(1), events: ["+square", "squaring", "-square"]),
        Path("blockThrowing", .int32(2), events: ["+halve", "-halve", "halved"]),
        Path("blockThrowing", .int32(1), events: ["+halve", "-halve"], throwsError: true),
        Path("blockThrowingStatements", .int32(4), events: ["+halve twice", "-halve twice"]),
        Path("blockThrowingStatements", .int32(2), events: ["+halve twice", "-halve twice"], throwsError: true),
        Path("blockNested", .int32(2), events: ["+outer", "+inner", "-inner", "-outer"]),
        Path("blockNested", .int32(1), events: ["+outer", "+inner", "-inner", "-outer"]),
        Path("blockCatching", .int32(1), events: ["+catching", "odd", "-catching"]),
        Path("blockNoncopyable", .int32(3), events: ["+make", "-make", "token gone signed(3)"]),
        Path(
            "surroundsBlock", .int32(1), events: ["+surroundsBlock(_:)", "+within", "-within", "-surroundsBlock(_:)"]),
        // Events
        Path(
            "events",
            events: ["plain", "signed signed(-1)", "unsigned unsigned(2)", "float float(0.5)", "bool bool(true)"]),
        Path(
            "counters", events: ["filling", "items := signed(0)", "items := signed(1)", "items := signed(2)"]),
        Path("lazily", events: ["evaluated signed(7)"]),
        Path(
            "hostCall", .int32(4),
            events: [
                "+hostCall(_:)", "+ask", "+hostTick", "+encode_arguments", "-encode_arguments", "+out32", "-out32",
                "+decode_result", "-decode_result", "-hostTick", "-ask", "answered signed(5)", "-hostCall(_:)",
            ]),
    ]

    /// What the SDK records around the function.
    private static func surrounded(_ path: Path) -> [String] {
        ["+dispatch_function", "+decode_arguments", "-decode_arguments", "+\(path.function)"] + path.events
            + ["-\(path.function)", "+encode_result", "-encode_result", "-dispatch_function", "halt"]
    }

    private func call(_ path: Path, of sandbox: Sandbox) throws {
        if path.throwsError {
            let error = #expect(throws: SandboxError.self) {
                try sandbox.call(path.function, arguments: path.arguments)
            }
            #expect(error?.code == .guestError)
        } else {
            try sandbox.call(path.function, arguments: path.arguments)
        }
    }

    @Test("Records in both modes, without an exit more", arguments: paths, [TraceMode.lossless, .lossy])
    func recorded(_ path: Path, _ mode: TraceMode) throws {
        let traced = try TracedSandbox(mode)
        let before = traced.sandbox.statistics
        try call(path, of: traced.sandbox)
        #expect(try traced.guestEvents() == Self.surrounded(path))
        #expect(try traced.recording().problems.isEmpty)
        let hostCalls = traced.sandbox.statistics.hostCalls
        #expect(traced.sandbox.statistics.entries - before.entries == 1 + hostCalls)
        #expect(traced.sandbox.statistics.traceFlushes == 0)
        #expect(traced.sandbox.statistics.traceRecords - before.traceRecords == UInt64(Self.surrounded(path).count))
    }

    /// Nothing is recorded, and values are not evaluated.
    @Test("Switched off, and compiled out", arguments: [true, false])
    func silent(_ isCompiledIn: Bool) throws {
        let image = try (isCompiledIn ? TracedGuest.image : TracedGuest.plainImage).get()
        let traced = try TracedSandbox(isCompiledIn ? .off : .lossless, image: image)
        for path in Self.paths { try call(path, of: traced.sandbox) }
        #expect(traced.sandbox.statistics.traceRecords == 0)
        let evaluations: Int32 = try traced.sandbox.call("lazily")
        #expect(evaluations == 0)
        #expect(try traced.sandbox.call("isTraced") == false)
    }
}
