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
        PageTables.write(layout, to: memory)
        Supervisor.install(in: memory)
        for segment in image.file.segments { Self.load(segment, of: image.file, into: memory) }
        let environment = EnvironmentBlock(layout: layout, logLevel: logLevel)
        _ = memory.store(environment, at: SupervisorLayout.environment.rawValue)
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

    /// Both ranges were checked when the image was read and the layout made.
    private static func load(_ segment: ELFFile.Segment, of file: ELFFile, into memory: UnsafeGuestMemory) {
        guard let range = GuestRange(start: segment.memory.start.rawValue, count: segment.fileSize),
            let destination = memory.bytes(range),
            let source = file.contents.slice(segment.fileOffset, segment.fileSize)
        else { return }
        source.withUnsafeBytes { destination.copyMemory(from: $0) }
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
