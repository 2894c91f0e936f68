public import HostRuntime
public import Tracing

extension HostCallContext {
    /// What the host function's own spans are in: the span around the guest's call.
    ///
    /// <!-- sample: Tests/SandboxDistributedTracingTests/SpanSamples.swift#service-context -->
    /// ```swift
    /// hostFunctions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
    ///     try await withSpan("look up", context: context.serviceContext) { _ in try await store.value(for: key) }
    /// }
    /// ```
    ///
    /// Within `withSpans` it is that span's context, wherever it is asked for; otherwise it is the current one of whoever asks, which on
    /// a thread or in a detached task of its own is none.
    public var serviceContext: ServiceContext { self[ServiceContextKey.self] ?? .current ?? .topLevel }
}

/// The span that a sandbox's calls are in.
enum ServiceContextKey: HostContextKey {
    typealias Value = ServiceContext
}
