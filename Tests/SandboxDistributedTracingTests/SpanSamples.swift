import HostRuntime
import InMemoryTracing
import SandboxDistributedTracing
import Testing
import Tracing

/// The code of docs/distributed-tracing.md, and of the documentation comments.
@Suite("The documentation's spans")
struct SpanSamples {
    @Test func makingSpans() throws {
        let tracer = InMemoryTracer()
        let sandbox = try Sandbox.test()
        let text = "a swift guest"
        try withTracer(tracer) {
            // sample: spans
            let sum: Int32 = try sandbox.withSpans("score a text") { span in
                span.attributes["text.length"] = text.utf8.count
                return try sandbox.call("add", Int32(1), Int32(text.utf8.count))
            }
            // end sample
            #expect(sum == 14)
        }
        #expect(tracer.finishedSpans.count == 4)
    }

    private struct Store: Sendable {
        func value(for key: String) async throws -> String { key }
    }

    @Test func spansOfHostFunctions() {
        let store = Store()
        var hostFunctions = HostFunctions()
        // sample: service-context
        hostFunctions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
            try await withSpan("look up", context: context.serviceContext) { _ in try await store.value(for: key) }
        }
        // end sample
        #expect(hostFunctions.signatures.count == 1)
    }
}
