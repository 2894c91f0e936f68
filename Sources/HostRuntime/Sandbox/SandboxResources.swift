internal import Logging
internal import Wire

/// What a living sandbox owns: its memory, its machine, and the knowledge of what lies where.
final class SandboxResources {
    let layout: SandboxLayout
    let memory: UnsafeGuestMemory
    let machine: any VirtualMachine

    /// Loads the image and everything around it into fresh memory, and makes a vCPU ready to start it.
    init(
        image: GuestImage, layout: SandboxLayout, logLevel: Logger.Level,
        makeMachine: (UnsafeGuestMemory) throws(HypervisorError) -> any VirtualMachine
    ) throws(HypervisorError) {
        self.layout = layout
        memory = try UnsafeGuestMemory(range: layout.memory)
        try PageTables.write(layout, to: memory)
        try Supervisor.install(in: memory)
        for segment in image.file.segments { try Self.load(segment, of: image.file, into: memory) }
        let environment = [EnvironmentBlock(layout: layout, logLevel: logLevel)]
        try memory.copy(environment.span.bytes, to: SupervisorLayout.environment)
        machine = try makeMachine(memory)
        let registers = Supervisor.bootRegisters(
            entry: image.file.entry, stackTop: layout.stack.end.rawValue,
            argument: SupervisorLayout.environment.rawValue)
        try machine.prepare(BootState(registers: registers, pageTableRoot: layout.pageTables.start))
    }

    func setLogLevel(_ level: Logger.Level) {
        let address = SupervisorLayout.environment.rawValue + UInt64(EnvironmentBlock.logLevelOffset)
        _ = memory.store(UInt32(LogLevel(level).rawValue), at: address)
    }

    /// The image's own check leaves nothing to go wrong here.
    private static func load(
        _ segment: ELFFile.Segment, of file: ELFFile, into memory: UnsafeGuestMemory
    ) throws(HypervisorError) {
        guard let source = file.contents.slice(segment.fileOffset, segment.fileSize)?.elements else { return }
        try memory.copy(source.span.bytes, to: segment.memory.start)
    }
}

extension EnvironmentBlock {
    fileprivate init(layout: SandboxLayout, logLevel: Logger.Level) {
        // On Linux the system's generator is getrandom(2), which is fit for keys.
        var random = SystemRandomNumberGenerator()
        self.init(
            abiVersion: ImageNote.abiVersion, logLevel: UInt32(LogLevel(logLevel).rawValue),
            heap: Region(layout.heap), stack: Region(layout.stack), input: Region(layout.input),
            output: Region(layout.output), log: Region(layout.log),
            randomSeed: (random.next(), random.next(), random.next(), random.next()))
    }
}

extension EnvironmentBlock.Region {
    fileprivate init(_ range: GuestRange) {
        self.init(address: range.start.rawValue, size: range.count)
    }
}
