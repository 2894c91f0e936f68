internal import Logging
internal import Wire

/// The environment page, which belongs to the host: what the guest is told of its sandbox, and what has to be new after
/// every restore. No snapshot holds it.
struct HostPage: ~Copyable {
    private var block: EnvironmentBlock
    private var entropy = EntropySource()
    private var generations = GenerationSource()
    private var clock: GuestClock
    /// Whether the block has parameters of another clock, or none.
    private var isClockNew = true

    private static let address = SupervisorLayout.environment

    /// Where a field of the block is.
    @inline(__always)
    private static func place(_ offset: Int) -> GuestAddress { GuestAddress(rawBits: address.rawBits + UInt64(offset)) }

    /// Nothing is in memory before ``renew(in:notBefore:)``.
    init(layout: SandboxLayout, logLevel: Logger.Level, clock: GuestClock) {
        self.clock = clock
        block = EnvironmentBlock(
            abiVersion: ImageNote.abiVersion, logLevel: UInt32(LogLevel(logLevel).rawValue),
            heap: .init(layout.heap), stack: .init(layout.stack), input: .init(layout.input),
            output: .init(layout.output), log: .init(layout.log), randomSeed: (0, 0, 0, 0), generation: 0,
            clock: .init(counter: 0, nanosecondsPerTick: 0, monotonic: 0, wall: 0),
            traceMode: TraceMode.off.rawValue, memoryProfile: 0, trace: .init(layout.traceRecords))
    }

    /// Goes on with another vCPU, whose time-stamp counter is another number of ticks ahead of the host's.
    mutating func setCounterOffset(_ offset: Int64) {
        clock.offset = offset
        isClockNew = true
    }

    /// The guest's monotonic clock at this moment, in nanoseconds.
    var monotonic: UInt64 { clock.monotonic }

    /// Writes the page for a guest that shall share nothing with any before it: with entropy and a generation of its own.
    ///
    /// - Parameter earliest: What its monotonic clock has shown it already, in nanoseconds.
    mutating func renew(in memory: UnsafeGuestMemory, notBefore earliest: UInt64) {
        block.randomSeed = entropy.seed()
        block.generation = generations.next()
        if isClockNew || clock.isStale(at: TimeStampCounter.readRoughly()) || clock.isBehind(earliest) {
            block.clock = clock.parameters(notBefore: earliest)
            isClockNew = false
        }
        _ = memory.store(block, at: Self.address)
    }

    /// Brings the guest's clock up to date if that was long ago.
    @inline(__always)
    mutating func renewClock(in memory: UnsafeGuestMemory) {
        guard clock.isStale(at: TimeStampCounter.readRoughly()) else { return }
        block.clock = clock.parameters()
        _ = memory.store(block.clock, at: Self.place(EnvironmentBlock.clockOffset))
    }

    mutating func setLogLevel(_ level: Logger.Level, in memory: UnsafeGuestMemory) {
        block.logLevel = UInt32(LogLevel(level).rawValue)
        _ = memory.store(block.logLevel, at: Self.place(EnvironmentBlock.logLevelOffset))
    }

    /// Whether trace points work, and how.
    mutating func setTraceMode(_ mode: TraceMode, in memory: UnsafeGuestMemory) {
        block.traceMode = mode.rawValue
        _ = memory.store(block.traceMode, at: Self.place(EnvironmentBlock.traceModeOffset))
    }

    /// Whether the guest tells of each allocation.
    mutating func setMemoryProfile(_ isOn: Bool, in memory: UnsafeGuestMemory) {
        block.memoryProfile = isOn ? 1 : 0
        _ = memory.store(block.memoryProfile, at: Self.place(EnvironmentBlock.memoryProfileOffset))
    }
}

extension EnvironmentBlock.Region {
    fileprivate init(_ range: GuestRange) {
        self.init(address: range.start.rawBits, size: range.count.rawBits)
    }
}
