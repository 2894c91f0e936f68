import GuestTestSupport
import HostRuntime
import InMemoryTracing
import SandboxDistributedTracing
import TestSupport
import Testing
import Tracing

/// With a guest in a micro-VM, and so what the host records of any guest.
@Suite("Spans of a sandbox")
struct SandboxSpansTests {
    private let tracer = InMemoryTracer()

    private func span(_ name: String) throws -> FinishedInMemorySpan {
        let spans = tracer.finishedSpans.filter { $0.operationName == name }
        try #require(spans.count == 1, "\(tracer.finishedSpans.map(\.operationName))")
        return spans[0]
    }

    @Test func stepsAreInTheSpanAndInOneAnother() throws {
        let sandbox = try Sandbox.test()
        let sum: Int32 = try sandbox.withSpans("request", ofKind: .server, tracer: tracer) { span in
            span.attributes["request.number"] = 7
            return try sandbox.call("add", Int32(2), Int32(3))
        }
        #expect(sum == 5)
        #expect(tracer.activeSpans.isEmpty)
        let nested = ["request", "call add", "KVM_RUN", "host function hostAdd"]
        #expect(Set(tracer.finishedSpans.map(\.operationName)) == Set(nested))
        for (outer, inner) in try zip(nested, nested.dropFirst()).map({ (try span($0), try span($1)) }) {
            #expect(inner.parentSpanID == outer.spanID)
            #expect(inner.traceID == outer.traceID)
            #expect(outer.startInstant.nanosecondsSinceEpoch <= inner.startInstant.nanosecondsSinceEpoch)
            #expect(inner.startInstant.nanosecondsSinceEpoch <= inner.endInstant.nanosecondsSinceEpoch)
            #expect(inner.endInstant.nanosecondsSinceEpoch <= outer.endInstant.nanosecondsSinceEpoch)
        }
        let request = try span("request")
        #expect(request.kind == .server)
        #expect(request.parentSpanID == nil)
        #expect(request.status == nil)
        #expect(request.attributes.get("request.number") == .int64(7))
        #expect(request.attributes.get("swiftlet.trace.problems") == nil)
        #expect(try span("call add").attributes.get("faas.invoked_name") == "add")
        #expect(sandbox.tracing == nil)
    }

    @Test func aTracedGuestsStepsAreInTheHosts() throws {
        let sandbox = try Sandbox.traced()
        let answer: Int32 = try sandbox.withSpans("request", tracer: tracer) { _ in
            try sandbox.call("hostCall", Int32(1))
        }
        #expect(answer == 2)
        let spans = tracer.finishedSpans
        let names = Dictionary(uniqueKeysWithValues: spans.map { ($0.spanID, $0.operationName) })
        #expect(
            Set(spans.map { "\($0.operationName) in \($0.parentSpanID.flatMap { names[$0] } ?? "nothing")" }) == [
                "request in nothing", "call hostCall in request", "KVM_RUN in call hostCall",
                "dispatch_function in KVM_RUN", "decode_arguments in dispatch_function",
                "hostCall in dispatch_function", "hostCall(_:) in hostCall", "ask in hostCall(_:)", "hostTick in ask",
                "encode_arguments in hostTick", "out32 in hostTick", "host function hostTick in out32",
                "decode_result in hostTick", "encode_result in dispatch_function",
            ])
        for span in spans {
            guard let parent = spans.first(where: { $0.spanID == span.parentSpanID }) else { continue }
            #expect(parent.startInstant.nanosecondsSinceEpoch <= span.startInstant.nanosecondsSinceEpoch)
            #expect(span.endInstant.nanosecondsSinceEpoch <= parent.endInstant.nanosecondsSinceEpoch)
        }
        let function = try span("hostCall(_:)")
        #expect(function.events.map(\.name) == ["answered"])
    }

    @Test func spansOfHostFunctionsAreInIt() throws {
        let sandbox = try Sandbox.test { [tracer] left, right in
            tracer.withSpan("database") { _ in left &+ right }
        }
        let caller = tracer.startSpan("caller", context: .topLevel)
        _ = try sandbox.withSpans("request", context: caller.context, tracer: tracer) { _ in
            try sandbox.call("add", Int32(2), Int32(3)) as Int32
        }
        caller.end()
        #expect(try span("database").parentSpanID == span("request").spanID)
        #expect(try span("request").parentSpanID == caller.spanID)
        #expect(try span("database").traceID == caller.traceID)
    }

    /// Of asynchronous host functions as of others, in the task and wherever the context is handed.
    @Test func spansOfAsynchronousCodeAreInIt() async throws {
        var functions = TestGuest.hostFunctions
        functions.register("hostAdd") { [tracer] (context: HostCallContext, left: Int32, right: Int32) async -> Int32 in
            await tracer.withSpan("database") { _ in await Task.yield() }
            await Task.detached {
                tracer.withSpan("elsewhere", context: context.serviceContext) { _ in }
            }.value
            return left &+ right
        }
        let sandbox = try Sandbox(
            guest: .image(TestGuest.image.get()), configuration: .init(logger: RecordedLog().logger()),
            hostFunctions: functions)
        let sum = try await sandbox.withSpans("request", tracer: tracer) { span in
            span.attributes["request.number"] = 7
            return try await sandbox.call("add", Int32(2), Int32(3)) as Int32
        }
        #expect(sum == 5)
        #expect(try span("database").parentSpanID == span("request").spanID)
        #expect(try span("elsewhere").parentSpanID == span("request").spanID)
        #expect(try span("elsewhere").traceID == span("request").traceID)
        #expect(try span("host function hostAdd").traceID == span("request").traceID)
        #expect(sandbox.tracing == nil)

        await #expect(throws: SandboxError.self) {
            try await sandbox.withSpans("failing", tracer: tracer) { _ in try await sandbox.call("noSuchFunction") }
        }
        #expect(try span("failing").attributes.get("error.type") == .string("functionNotFound"))
    }

    @Test func theCurrentSpanIsTheParent() throws {
        let sandbox = try Sandbox.test()
        try tracer.withSpan("caller", context: .topLevel) { caller in
            try sandbox.withSpans("request", tracer: tracer) { _ in try sandbox.call("nothing") }
            #expect(try span("request").parentSpanID == caller.spanID)
        }
    }

    @Test func errorsAreRecorded() throws {
        let sandbox = try Sandbox.test()
        let error = #expect(throws: SandboxError.self) {
            // A typed throw goes through as such.
            try sandbox.withSpans("request", tracer: tracer) { (_) throws(SandboxError) in
                try sandbox.call("trapFatalError", "x")
            }
        }
        #expect(error?.code == .aborted)
        let request = try span("request")
        #expect(request.status?.code == .error)
        #expect(request.errors.map { ($0.error as? SandboxError)?.code } == [.aborted])
        #expect(request.attributes.get("error.type") == "aborted")
        let call = try span("call trapFatalError")
        #expect(call.status?.code == .error)
        #expect(call.attributes.get("error.type") == "aborted")
        #expect(call.attributes.get("swiftlet.incomplete") == nil)
    }

    @Test func snapshotsAndRestoresAreSpans() throws {
        let sandbox = try Sandbox.test()
        try sandbox.withSpans("request", tracer: tracer) { _ in
            let clean = try sandbox.snapshot()
            try sandbox.call("nothing", thenRestoringTo: clean)
        }
        let request = try span("request")
        for name in ["snapshot", "call nothing", "restore"] {
            #expect(try span(name).parentSpanID == request.spanID, "\(name)")
        }
    }

    @Test func withoutTracingTheSpanIsAlone() throws {
        let sandbox = try Sandbox.test()
        try sandbox.withSpans("request", tracer: tracer, mode: .off) { _ in try sandbox.call("nothing") }
        #expect(tracer.finishedSpans.map(\.operationName) == ["request"])
    }

    @Test func aTracerThatWantsNothingCostsNoRecording() throws {
        let sandbox = try Sandbox.test()
        try sandbox.withSpans("request", tracer: NoOpTracer()) { _ in
            #expect(sandbox.tracing == nil)
            try sandbox.call("nothing")
        }
        sandbox.withSpans("request", tracer: tracer) { _ in #expect(sandbox.tracing != nil) }
    }

    @Test func tracingThatWasThereComesBack() throws {
        let sandbox = try Sandbox.test()
        let recorder = TraceRecorder()
        sandbox.tracing = Sandbox.Tracing(to: recorder, mode: .lossy, label: "mine")
        try sandbox.withSpans("request", tracer: tracer) { _ in
            #expect(sandbox.tracing?.recorder !== recorder)
            #expect(sandbox.tracing?.label == "mine")
            try sandbox.call("nothing")
        }
        #expect(sandbox.tracing?.recorder === recorder)
        #expect(sandbox.tracing?.mode == .lossy)
    }

    @Test func theSandboxMayBeClosed() throws {
        let sandbox = try Sandbox.test()
        try sandbox.withSpans("request", tracer: tracer) { _ in
            try sandbox.call("nothing")
            try sandbox.close()
        }
        #expect(try span("call nothing").parentSpanID == span("request").spanID)
        sandbox.withSpans("afterwards", tracer: tracer) { _ in }
        #expect(try span("afterwards").attributes.isEmpty)
    }

    @Test func callsBeyondTheLimitAreCounted() throws {
        let sandbox = try Sandbox.test()
        try sandbox.withSpans("request", tracer: tracer, limits: SpanLimits(spans: 3)) { _ in
            for _ in 0..<5 { try sandbox.call("nothing") }
        }
        #expect(tracer.finishedSpans.map(\.operationName) == Array(repeating: "call nothing", count: 3) + ["request"])
        // Two calls, and the KVM_RUN of all five.
        #expect(try span("request").attributes.get("swiftlet.dropped_spans") == .int64(7))
    }
}
