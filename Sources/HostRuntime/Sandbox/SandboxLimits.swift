extension Sandbox {
    /// What a guest may make the host do. The sizes of its memory are limits too; they are in ``Configuration``.
    ///
    /// A call that exceeds one of them ends with ``SandboxError/Code/limitExceeded``. The defaults are far from what guests
    /// need that are not out of control. Counts below their range become the least of it.
    public struct Limits: Equatable, Sendable {
        /// Host functions that one call may call: from 0 on, by default 1,000,000.
        public var hostCallsPerCall: Int { didSet { hostCallsPerCall = max(0, hostCallsPerCall) } }
        /// Times that one call may leave the guest, whatever for: for a host function, to have a buffer emptied, to tell of
        /// an allocation, and to return. From 1 on, by default 10,000,000.
        public var exitsPerCall: Int { didSet { exitsPerCall = max(1, exitsPerCall) } }
        /// How long one call may have the processor: any time, by default without a limit. What host functions take of it on the
        /// thread that makes the call counts too; waiting does not, nor do asynchronous host functions. It is looked at to the
        /// millisecond.
        public var processorTimePerCall: Duration?
        /// What one call may print and log: any amount, by default 64 MiB. It is what the messages take in the guest's log
        /// buffer that counts, also if the sandbox's log level then holds them back.
        public var logBytesPerCall: MemorySize
        /// What the sandbox may print and log on average: any amount, by default 64 MiB in a second. After a second
        /// without logging, that amount may come at once.
        public var logBytesPerSecond: MemorySize

        /// Makes limits; what is left out has its default.
        public init(
            hostCallsPerCall: Int = 1_000_000, exitsPerCall: Int = 10_000_000,
            processorTimePerCall: Duration? = nil,
            logBytesPerCall: MemorySize = .mebibytes(64), logBytesPerSecond: MemorySize = .mebibytes(64)
        ) {
            self.hostCallsPerCall = max(0, hostCallsPerCall)
            self.exitsPerCall = max(1, exitsPerCall)
            self.processorTimePerCall = processorTimePerCall
            self.logBytesPerCall = logBytesPerCall
            self.logBytesPerSecond = logBytesPerSecond
        }
    }

    /// One of ``Limits``.
    public enum Limit: String, CaseIterable, Sendable {
        /// ``Limits/hostCallsPerCall``.
        case hostCallsPerCall
        /// ``Limits/exitsPerCall``.
        case exitsPerCall
        /// ``Limits/processorTimePerCall``.
        case processorTimePerCall
        /// ``Limits/logBytesPerCall``.
        case logBytesPerCall
        /// ``Limits/logBytesPerSecond``.
        case logBytesPerSecond
    }
}

extension SandboxError {
    /// The error of a call that has exceeded a limit.
    init(exceeding limit: Sandbox.Limit, of limits: Sandbox.Limits) {
        let what =
            switch limit {
            case .hostCallsPerCall: "called more than \(limits.hostCallsPerCall) host functions in one call"
            case .exitsPerCall: "left the sandbox more than \(limits.exitsPerCall) times in one call"
            case .processorTimePerCall:
                "had the processor for more than \(limits.processorTimePerCall ?? .zero) in one call"
            case .logBytesPerCall: "logged more than \(limits.logBytesPerCall) in one call"
            case .logBytesPerSecond: "logged more than \(limits.logBytesPerSecond) a second"
            }
        self.init(
            .limitExceeded,
            "the guest \(what): mend the guest, or raise the sandbox's limits.\(limit.rawValue)", exceededLimit: limit)
    }
}
