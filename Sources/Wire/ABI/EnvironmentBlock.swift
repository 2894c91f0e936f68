/// What the host tells a guest about its sandbox: one page that ring 3 can read and only the host can write.
///
/// Its address is the argument of the image's entry point. No snapshot holds it: the host writes it anew for every
/// sandbox and at every restore.
package struct EnvironmentBlock: BitwiseCopyable, Equatable, Sendable {
    /// A region of guest memory.
    package struct Region: BitwiseCopyable, Equatable, Sendable {
        package var address: UInt64
        package var size: UInt64

        package init(address: UInt64, size: UInt64) {
            self.address = address
            self.size = size
        }
    }

    /// How the guest turns the time-stamp counter into time, without an exit.
    ///
    /// A reading `t` of the counter is `nanosecondsPerTick * (t - counter) / 2^32` nanoseconds after the two clocks'
    /// values here. Readings from before `counter` count as `counter`.
    package struct Clock: BitwiseCopyable, Equatable, Sendable {
        /// A value of the guest's counter (Intel SDM volume 3B, section 18.17).
        package var counter: UInt64
        /// Fixed point: nanoseconds for each tick, times 2^32. Zero if time stands still.
        package var nanosecondsPerTick: UInt64
        /// The monotonic clock at `counter`, in nanoseconds since a moment before the sandbox was made.
        package var monotonic: UInt64
        /// The wall clock at `counter`, in nanoseconds since 1970-01-01 00:00 UTC without leap seconds.
        package var wall: UInt64

        package init(counter: UInt64, nanosecondsPerTick: UInt64, monotonic: UInt64, wall: UInt64) {
            self.counter = counter
            self.nanosecondsPerTick = nanosecondsPerTick
            self.monotonic = monotonic
            self.wall = wall
        }
    }

    package static let size = 184
    /// Offset of ``logLevel``, which may change while a guest runs.
    package static let logLevelOffset = 4
    package static let randomSeedOffset = 88
    package static let generationOffset = 120
    /// Offset of ``clock``, which the host brings up to date before calls.
    package static let clockOffset = 128
    /// Offset of ``traceMode``, which may change while a guest runs, as ``memoryProfile`` may.
    package static let traceModeOffset = 160
    package static let memoryProfileOffset = 164

    package var abiVersion: UInt32
    /// Raw value of the least severe `LogLevel` that the host wants to see.
    package var logLevel: UInt32
    package var heap: Region
    package var stack: Region
    /// Where the host writes calls and answers.
    package var input: Region
    /// Where the guest writes results and calls to the host.
    package var output: Region
    /// The log buffer: a word that counts the bytes in use, then length-prefixed `GuestLogData` records.
    package var log: Region
    /// Fresh entropy, 32 bytes: of this generation and no other.
    package var randomSeed: (UInt64, UInt64, UInt64, UInt64)
    /// A number that no other sandbox of the host process and no earlier restore of this one has had; never zero.
    package var generation: UInt64
    package var clock: Clock
    /// Raw value of the `TraceMode` in which trace points that were compiled in work.
    package var traceMode: UInt32
    /// Whether the host wants to see each allocation: 1 or 0.
    package var memoryProfile: UInt32
    /// The buffer for trace records, laid out as `TraceRing` says. Its size is that of a power of two of records; the header
    /// comes on top.
    package var trace: Region

    package init(
        abiVersion: UInt32, logLevel: UInt32, heap: Region, stack: Region, input: Region, output: Region, log: Region,
        randomSeed: (UInt64, UInt64, UInt64, UInt64), generation: UInt64, clock: Clock, traceMode: UInt32,
        memoryProfile: UInt32, trace: Region
    ) {
        self.abiVersion = abiVersion
        self.logLevel = logLevel
        self.heap = heap
        self.stack = stack
        self.input = input
        self.output = output
        self.log = log
        self.randomSeed = randomSeed
        self.generation = generation
        self.clock = clock
        self.traceMode = traceMode
        self.memoryProfile = memoryProfile
        self.trace = trace
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.abiVersion == right.abiVersion && left.logLevel == right.logLevel && left.heap == right.heap
            && left.stack == right.stack && left.input == right.input && left.output == right.output
            && left.log == right.log && left.randomSeed == right.randomSeed && left.generation == right.generation
            && left.clock == right.clock && left.traceMode == right.traceMode
            && left.memoryProfile == right.memoryProfile && left.trace == right.trace
    }
}
