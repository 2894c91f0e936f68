public import HostRuntime
public import Tracing

extension HostCallContext {
    /// What the host function's own spans are in: the span around the guest's call. Unlike `ServiceContext.current` it can be
    /// handed to other threads.
    ///
    /// <!-- sample: Tests/SandboxDistributedTracingTests/SpanSamples.swift#service-context -->
    /// ```swift
    /// hostFunctions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
    ///     try await withSpan("look up", context: context.serviceContext) { _ in try await store.value(for: key) }
    /// }
    /// ```
    ///
    /// It is the context of ``HostRuntime/Sandbox/withSpans(_:context:ofKind:tracer:mode:limits:function:file:line:_:)``, or outside
    /// of that the current one.
    public var serviceContext: ServiceContext { self[ServiceContextKey.self] ?? .current ?? .topLevel }
}

/// The span that a sandbox's calls are in.
enum ServiceContextKey: HostContextKey {
    typealias Value = ServiceContext
}
