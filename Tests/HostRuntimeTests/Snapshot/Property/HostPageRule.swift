import Wire

@testable import HostRuntime

/// What must hold of the page that the host writes anew at every restore, and that no snapshot has.
struct HostPageRule {
    private var generations: Set<UInt64> = []
    private var seeds: Set<[UInt64]> = []

    /// Checks the page of a sandbox that was made or restored since it last came here.
    ///
    /// - Parameter monotonic: What the clock of the sandbox was last time; afterwards what it is now.
    mutating func check(_ sandbox: Sandbox, monotonic: inout UInt64) throws {
        guard let resources = sandbox.resources,
            let block = resources.memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self)
        else { throw PropertyViolation("there is no host page") }
        try demand(block.generation != 0, "the generation is zero")
        try demand(generations.insert(block.generation).inserted, "generation \(block.generation) comes twice")
        let seed = [block.randomSeed.0, block.randomSeed.1, block.randomSeed.2, block.randomSeed.3]
        try demand(seeds.insert(seed).inserted, "the same entropy comes twice")
        let counter = TimeStampCounter.read() &+ UInt64(bitPattern: resources.shell.processor.counterOffset)
        let now = block.clock.monotonic(at: counter)
        try demand(now >= monotonic, "the clock goes back")
        monotonic = now
        try demand(block.abiVersion == ImageNote.abiVersion, "the ABI version is \(block.abiVersion)")
        try demand(
            block.logLevel == UInt32(LogLevel(sandbox.logLevel).rawValue),
            "the log level is \(block.logLevel), not that of \(sandbox.logLevel)")
        let layout = resources.layout
        for (region, range) in [
            (block.heap, layout.heap), (block.stack, layout.stack), (block.input, layout.input),
            (block.output, layout.output), (block.log, layout.log),
        ] {
            try demand(
                region == .init(address: range.start.rawValue, size: range.byteCount), "a region is not at \(range)")
        }
    }
}
