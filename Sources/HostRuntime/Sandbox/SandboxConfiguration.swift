public import Logging

extension Sandbox {
    /// The sizes of a sandbox's memory, and where its log goes.
    ///
    /// Sizes are rounded up to pages: of 2 MiB from 2 MiB on, of 4 KiB below. Memory that the guest never touches costs nothing.
    public struct Configuration: Sendable {
        /// What the image's code, constants and variables may take: 4 KiB to 2 GiB, by default 256 MiB. An image that takes
        /// more is refused.
        public var imageSize: MemorySize
        /// Memory for the guest's objects: 64 KiB to 16 GiB, by default 4 MiB.
        public var heapSize: MemorySize
        /// The guest's stack: 16 KiB to 64 MiB, by default 256 KiB.
        public var stackSize: MemorySize
        /// Room for one call's arguments, or the call's arguments and a host function's result: 4 KiB to 1 GiB, by
        /// default 64 KiB.
        public var inputSize: MemorySize
        /// Room for a call's result or a host function's arguments: 4 KiB to 1 GiB, by default 64 KiB.
        public var outputSize: MemorySize
        /// Room for what the guest prints and logs between two exits: 4 KiB to 16 MiB, by default 16 KiB. When it is
        /// full the guest spends an exit on having it emptied.
        public var logSize: MemorySize
        /// Room for the trace records that the guest makes between two exits: 4 KiB to 64 MiB, by default 64 KiB, which
        /// are 2,048 records; rounded up to a power of two. Used only by guests with trace points, while they are traced.
        public var traceSize: MemorySize
        /// What the guest may make the host do besides. Sandboxes that are made from a snapshot have the limits of the one
        /// that it was taken of. See also ``Sandbox/limits``.
        public var limits: Limits
        /// How long the guest's start code may take, more than zero and by default any time: then making the sandbox fails with code
        /// `deadlineExceeded`.
        public var startTimeout: Duration?
        /// Whether the hypervisor notes which pages the guest writes, by default true. It makes snapshots and restores cost
        /// in proportion to these pages, and the first write to each page after a snapshot or restore slower. For a
        /// sandbox that will not be restored, false saves that; snapshots and restores still work, but have to look at
        /// all of memory.
        public var tracksDirtyPages: Bool
        /// Receives what the guest prints (at level `info`) and logs. By default a logger labelled `swiftlet.guest`.
        public var logger: Logger
        /// Where the sandbox's trace goes, from its start on; nil, the default, for none. See ``Sandbox/tracing``.
        public var tracing: Tracing?
        /// Is told what the sandbox does. By default nil, which costs nothing.
        public var observer: (any SandboxObserver)?
        /// Whether a memory profile begins before the guest's start code runs, by default false. See
        /// ``Sandbox/startMemoryProfile()``.
        public var profilesMemory: Bool
        /// Whether it is measured what the guest's start code and each call take, by default false. See
        /// ``Sandbox/measuresUsage``.
        public var measuresUsage: Bool

        /// Makes a configuration; what is left out has its default.
        public init(
            imageSize: MemorySize = .mebibytes(256),
            heapSize: MemorySize = .mebibytes(4),
            stackSize: MemorySize = .kibibytes(256),
            inputSize: MemorySize = .kibibytes(64),
            outputSize: MemorySize = .kibibytes(64),
            logSize: MemorySize = .kibibytes(16),
            traceSize: MemorySize = .kibibytes(64),
            limits: Limits = Limits(),
            startTimeout: Duration? = nil,
            tracksDirtyPages: Bool = true,
            logger: Logger = Logger(label: "swiftlet.guest"),
            tracing: Tracing? = nil,
            observer: (any SandboxObserver)? = nil,
            profilesMemory: Bool = false,
            measuresUsage: Bool = false
        ) {
            self.imageSize = imageSize
            self.heapSize = heapSize
            self.stackSize = stackSize
            self.inputSize = inputSize
            self.outputSize = outputSize
            self.logSize = logSize
            self.traceSize = traceSize
            self.limits = limits
            self.startTimeout = startTimeout
            self.tracksDirtyPages = tracksDirtyPages
            self.logger = logger
            self.tracing = tracing
            self.observer = observer
            self.profilesMemory = profilesMemory
            self.measuresUsage = measuresUsage
        }

        private static let ranges:
            [(String, any KeyPath<Configuration, MemorySize> & Sendable, ClosedRange<MemorySize>)] = [
                ("imageSize", \.imageSize, .kibibytes(4) ... .gibibytes(2)),
                ("heapSize", \.heapSize, .kibibytes(64) ... .gibibytes(16)),
                ("stackSize", \.stackSize, .kibibytes(16) ... .mebibytes(64)),
                ("inputSize", \.inputSize, .kibibytes(4) ... .gibibytes(1)),
                ("outputSize", \.outputSize, .kibibytes(4) ... .gibibytes(1)),
                ("logSize", \.logSize, .kibibytes(4) ... .mebibytes(16)),
                ("traceSize", \.traceSize, .kibibytes(4) ... .mebibytes(64)),
            ]

        func validate() throws(SandboxError) {
            for (name, size, range) in Self.ranges where !range.contains(self[keyPath: size]) {
                throw SandboxError(
                    .invalidConfiguration,
                    "\(name) is \(self[keyPath: size]), it can be \(range.lowerBound) to \(range.upperBound)")
            }
            if let startTimeout, startTimeout <= .zero {
                throw SandboxError(
                    .invalidConfiguration, "startTimeout is \(startTimeout), it has to be more than zero")
            }
        }
    }
}
