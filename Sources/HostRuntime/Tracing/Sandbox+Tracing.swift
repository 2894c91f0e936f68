public import Wire

extension Sandbox {
    /// Where a sandbox's trace goes, and what the guest does for it.
    public struct Tracing: Sendable {
        /// Receives what the host and the guest record.
        public var recorder: TraceRecorder
        /// How the guest's trace points work. With `off`, the host records nothing either.
        public var mode: TraceMode
        /// The sandbox's name in the trace.
        public var label: String

        /// Describes how a sandbox is traced.
        public init(to recorder: TraceRecorder, mode: TraceMode = .lossless, label: String = "") {
            self.recorder = recorder
            self.mode = mode
            self.label = label
        }
    }

    /// Where the sandbox's trace goes, or nil if it is not traced, which is the default.
    ///
    /// It can be changed at any time, by the thread that uses the sandbox: between calls, and by host functions. Only a guest
    /// that was built with trace points makes records of its own; the host's steps are recorded with every guest.
    public var tracing: Tracing? {
        get { trace?.settings }
        set {
            requireOwnUse()
            guard let resources else { return }
            if let newValue, let trace, trace.isOf(newValue) {
                trace.settings = newValue
            } else {
                trace?.pause()
                trace = newValue.map { SandboxTrace($0, image: image, resources: resources) }
            }
            let mode = newValue?.mode ?? .off
            if mode == .off { trace?.pause() }
            activeTrace = mode == .off ? nil : trace
            resources.setTraceMode(mode)
        }
    }

    /// Runs a closure, and lets trace points work in another way meanwhile. Does nothing about a sandbox without
    /// ``tracing``.
    ///
    /// - Returns: What the closure returns.
    public func withTraceMode<Result, Failure: Error>(
        _ mode: TraceMode, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = tracing?.mode
        tracing?.mode = mode
        defer { if let before { tracing?.mode = before } }
        return try body()
    }
}
