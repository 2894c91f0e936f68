public import HostRuntime
public import Logging

extension SandboxPool {
    /// How large a pool is, and how long its callers wait.
    public struct Configuration: Sendable {
        /// How many sandboxes there are at most, with those that are lent, being made or being closed: at least 1.
        public var maximumSize: Int
        /// How many sandboxes the pool makes ready before somebody asks, in the background: 0 to ``maximumSize``, by default
        /// 1. Those that were lent stay in the pool afterwards, so more of them can be idle.
        public var minimumIdle: Int
        /// How many sandboxes stay idle at most: ``minimumIdle`` to ``maximumSize``, which nil, the default, stands for.
        /// Further ones are closed when they come back; their shells wait in ``shells``, without memory.
        public var maximumIdle: Int?
        /// How many callers can be in line when all sandboxes are lent, by default 1,000. Further ones fail at once.
        public var maximumWaiters: Int
        /// How long a caller is in line at most, by default 30 seconds. Nil is for ever.
        public var waitTimeout: Duration?
        /// As in `Sandbox.Configuration`. Every return restores, so true, the default, is right for nearly all.
        public var tracksDirtyPages: Bool
        /// Where sandboxes get their VMs from and leave them. Pools that share a cache, of whatever guests, can use each
        /// other's. By default nil: the pool has a cache of its own, which goes with ``SandboxPool/shutdown()``.
        public var shells: ShellCache?
        /// What the pool's metrics and messages call it, by default `default`.
        public var name: String
        /// Receives the pool's own messages: what it could not make or restore. By default a logger labelled
        /// `swiftlet.pool`.
        public var logger: Logger
        /// Receives what guests print and log, as in `Sandbox.Configuration`. By default a logger labelled
        /// `swiftlet.guest`. What a body sets as its sandbox's log level holds until it returns.
        public var guestLogger: Logger
        /// Where the sandboxes' traces go, as in `Sandbox.Configuration`; each has a track of its own. By default nil. What a body
        /// sets as its sandbox's tracing holds until it returns.
        public var tracing: Sandbox.Tracing?
        /// Is told of what the sandboxes do, as in `Sandbox.Configuration`. By default nil.
        public var observer: (any SandboxObserver)?
        /// Whose threads run the guests in asynchronous calls. By default `GuestExecutor.shared`. What a body sets as its sandbox's executor holds until it returns.
        public var executor: GuestExecutor
        /// Whether it is measured what calls take, as in `Sandbox.Configuration`. By default false. What a body sets for its
        /// sandbox holds until it returns.
        public var measuresUsage: Bool

        /// Makes a configuration; what is left out has its default.
        public init(
            maximumSize: Int,
            minimumIdle: Int = 1,
            maximumIdle: Int? = nil,
            maximumWaiters: Int = 1000,
            waitTimeout: Duration? = .seconds(30),
            tracksDirtyPages: Bool = true,
            shells: ShellCache? = nil,
            name: String = "default",
            logger: Logger = Logger(label: "swiftlet.pool"),
            guestLogger: Logger = Logger(label: "swiftlet.guest"),
            tracing: Sandbox.Tracing? = nil,
            observer: (any SandboxObserver)? = nil,
            measuresUsage: Bool = false,
            executor: GuestExecutor = .shared
        ) {
            self.maximumSize = maximumSize
            self.minimumIdle = minimumIdle
            self.maximumIdle = maximumIdle
            self.maximumWaiters = maximumWaiters
            self.waitTimeout = waitTimeout
            self.tracksDirtyPages = tracksDirtyPages
            self.shells = shells
            self.name = name
            self.logger = logger
            self.guestLogger = guestLogger
            self.tracing = tracing
            self.observer = observer
            self.executor = executor
            self.measuresUsage = measuresUsage
        }

        func validate() throws(SandboxPoolError) {
            guard maximumSize >= 1 else {
                throw .invalidConfiguration("maximumSize is \(maximumSize), it must be at least 1")
            }
            guard (0...maximumSize).contains(minimumIdle) else {
                throw .invalidConfiguration(
                    "minimumIdle is \(minimumIdle), it can be 0 to maximumSize, which is \(maximumSize)")
            }
            if let maximumIdle, !(minimumIdle...maximumSize).contains(maximumIdle) {
                throw .invalidConfiguration(
                    """
                    maximumIdle is \(maximumIdle), it can be minimumIdle to maximumSize, which are \(minimumIdle) and \
                    \(maximumSize)
                    """)
            }
            guard maximumWaiters >= 0 else {
                throw .invalidConfiguration("maximumWaiters is \(maximumWaiters), it cannot be negative")
            }
            if let waitTimeout, waitTimeout <= .zero {
                throw .invalidConfiguration(
                    "waitTimeout is \(waitTimeout), it must be positive; to let nobody wait, set maximumWaiters to 0")
            }
        }
    }
}
