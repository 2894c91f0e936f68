internal import HostRuntime
internal import SandboxTracing
internal import Tracing

/// What a sandbox records while a span is open, and what becomes of it.
struct SpanRecording {
    private let sandbox: Sandbox
    /// Nil where nothing is recorded.
    private let recorder: TraceRecorder?
    private let tracing: Sandbox.Tracing?
    private let context: ServiceContext?

    /// Begins to record, unless the tracer does not want to know.
    init(of sandbox: Sandbox, in span: some Span, _ mode: TraceMode) {
        self.sandbox = sandbox
        tracing = sandbox.tracing
        context = sandbox.hostContext[ServiceContextKey.self]
        recorder = span.isRecording && mode != .off ? TraceRecorder(limit: Self.limit) : nil
        if let recorder {
            sandbox.tracing = Sandbox.Tracing(to: recorder, mode: mode, label: tracing?.label ?? "")
        }
        sandbox.hostContext[ServiceContextKey.self] = span.context
    }

    /// A recording of a megabyte has some hundred thousand events, more than limits let through.
    private static var limit: MemorySize { .mebibytes(1) }

    /// Ends the span, and makes spans in it of what was recorded.
    func end<Success, Failure: Error>(
        _ result: Result<Success, Failure>, _ span: some Span, _ tracer: some Tracer, _ limits: SpanLimits
    ) {
        sandbox.hostContext[ServiceContextKey.self] = context
        if case .failure(let error) = result { span.fail(error) }
        // Not when the spans have been made: that is not what the span is about.
        var end = DefaultTracerClock.now
        if let recorder {
            sandbox.tracing = tracing
            end = max(end, emit(recorder, in: span, to: tracer, limits))
        }
        span.end(at: end)
    }

    private func emit(
        _ recorder: TraceRecorder, in span: some Span, to tracer: some Tracer, _ limits: SpanLimits
    ) -> DefaultTracerClock.Timestamp {
        do throws(TraceError) {
            let recording = try TraceRecording(bytes: recorder.bytes())
            // A closed sandbox has recorded nothing, and not even how it would tell the time.
            guard !recording.tracks.isEmpty else { return DefaultTracerClock.now }
            return recording.emit(recording.tracks.map(recording.timeline(of:)), in: span, to: tracer, limits: limits)
        } catch {
            // Nobody but the recorder wrote it, so it is no reason for the call to fail.
            span.updateAttributes { $0["swiftlet.trace.problems"] = [error.description] }
            return DefaultTracerClock.now
        }
    }
}

extension Span {
    fileprivate func fail(_ error: any Error) {
        recordError(error)
        setStatus(SpanStatus(code: .error))
        if let error = error as? SandboxError { updateAttributes { $0["error.type"] = error.code.rawValue } }
    }
}
