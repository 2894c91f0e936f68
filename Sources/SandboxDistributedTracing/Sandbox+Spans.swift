public import HostRuntime
internal import SandboxTracing
public import Tracing

extension Sandbox {
    /// Runs a closure in a span, and makes spans in it of what the sandbox does meanwhile, on the host and in the guest.
    ///
    /// The span is the current one for host functions: spans that they start are in it too. The spans of the host's steps and
    /// of the guest's trace points come when the closure has ended, with the times at which they were. A guest that was
    /// built without trace points has none of its own.
    ///
    /// If the tracer does not want the span, as one that samples may not, nothing is recorded.
    ///
    /// Meanwhile ``/HostRuntime/Sandbox/tracing`` is the function's own, and is set back at the end; nothing of what
    /// happened reaches a recorder that was there.
    ///
    /// <!-- sample: Tests/SandboxDistributedTracingTests/SpanSamples.swift#spans -->
    /// ```swift
    /// let sum: Int32 = try sandbox.withSpans("score a text") { span in
    ///     span.attributes["text.length"] = text.utf8.count
    ///     return try sandbox.call("add", Int32(1), Int32(text.utf8.count))
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - operationName: The span's name.
    ///   - context: What the span is in; by default the current span.
    ///   - kind: The span's kind, by default `internal`: for a program that serves requests with guests, `server`.
    ///   - tracer: Receives the spans; by default the one that the program was bootstrapped with.
    ///   - mode: How the guest's trace points work meanwhile. With `off`, the span is alone.
    ///   - limits: How many spans there are at most.
    ///   - function: Where the span comes from, as the file and the line.
    ///   - file: The file's identifier.
    ///   - line: The line.
    ///   - body: Gets the span, and must not end it. What it throws is recorded in the span.
    /// - Returns: What the closure returns.
    public func withSpans<Success, Failure: Error>(
        _ operationName: String, context: ServiceContext = .current ?? .topLevel, ofKind kind: SpanKind = .internal,
        tracer: any Tracer = InstrumentationSystem.tracer, mode: TraceMode = .lossless,
        limits: SpanLimits = SpanLimits(), function: String = #function, file: String = #fileID, line: UInt = #line,
        _ body: (any Span) throws(Failure) -> Success
    ) throws(Failure) -> Success {
        func run(with tracer: some Tracer) -> Result<Success, Failure> {
            let span = tracer.startSpan(
                operationName, context: context, ofKind: kind, at: DefaultTracerClock.now, function: function,
                file: file, line: line)
            return recordSpans(in: span, to: tracer, mode, limits, body)
        }
        return try run(with: tracer).get()
    }

    /// Runs a closure of asynchronous code in a span; otherwise as the one for synchronous code. The closure runs in the
    /// caller's isolation.
    public nonisolated(nonsending) func withSpans<Success, Failure: Error>(
        _ operationName: String, context: ServiceContext = .current ?? .topLevel, ofKind kind: SpanKind = .internal,
        tracer: any Tracer = InstrumentationSystem.tracer, mode: TraceMode = .lossless,
        limits: SpanLimits = SpanLimits(), function: String = #function, file: String = #fileID, line: UInt = #line,
        _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Success
    ) async throws(Failure) -> Success {
        nonisolated(nonsending) func run(with tracer: some Tracer) async -> Result<Success, Failure> {
            let span = tracer.startSpan(
                operationName, context: context, ofKind: kind, at: DefaultTracerClock.now, function: function,
                file: file, line: line)
            return await recordSpans(in: span, to: tracer, mode, limits, body)
        }
        return try await run(with: tracer).get()
    }

    private nonisolated(nonsending) func recordSpans<Success, Failure: Error>(
        in span: some Span, to tracer: some Tracer, _ mode: TraceMode, _ limits: SpanLimits,
        _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Success
    ) async -> Result<Success, Failure> {
        let recording = SpanRecording(of: self, in: span, mode)
        let result = await ServiceContext.withValue(span.context) { await Result(of: span, body) }
        recording.end(result, span, tracer, limits)
        return result
    }

    private func recordSpans<Success, Failure: Error>(
        in span: some Span, to tracer: some Tracer, _ mode: TraceMode, _ limits: SpanLimits,
        _ body: (any Span) throws(Failure) -> Success
    ) -> Result<Success, Failure> {
        let recording = SpanRecording(of: self, in: span, mode)
        let result = ServiceContext.withValue(span.context) {
            Result { () throws(Failure) in try body(span) }
        }
        recording.end(result, span, tracer, limits)
        return result
    }
}

extension Result {
    /// The same as `init(catching:)`, for asynchronous code.
    fileprivate nonisolated(nonsending) init(
        of span: any Span, _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Success
    ) async {
        do throws(Failure) {
            self = .success(try await body(span))
        } catch {
            self = .failure(error)
        }
    }
}
