internal import Logging
internal import Wire

/// What a living sandbox owns: its memory, its machine, and the knowledge of what lies where.
final class SandboxResources {
    typealias MakeMachine = (UnsafeGuestMemory, [MemorySlot]) throws(HypervisorError) -> any VirtualMachine

    /// The guest and where it lies: what a snapshot must share with the sandbox. Replaced only by an equal one.
    private(set) var blueprint: SandboxBlueprint
    let memory: UnsafeGuestMemory
    /// What each call needs of the layout, which is too large to be looked into each time.
    let input, output, log: GuestRange
    private let stackTop: UInt64
    // As in the sandbox, whose gate guards them too.
    @exclusivity(unchecked) private(set) var machine: any VirtualMachine
    @exclusivity(unchecked) private var hostPage: HostPage

    private let makeMachine: MakeMachine
    private let slots: [MemorySlot]
    @exclusivity(unchecked) private var state: MemoryState
    @exclusivity(unchecked) private var processor: RingThreeProcessor
    /// The ring in which the next call finds the vCPU.
    @exclusivity(unchecked) private var ring = PrivilegeLevel.user

    var layout: SandboxLayout { blueprint.layout }

    /// Makes memory and a vCPU that has reached ring 3 and has yet to run the guest's start code.
    init(
        blueprint: SandboxBlueprint, loadingImage: Bool, tracksDirtyPages: Bool, logLevel: Logger.Level,
        makeMachine: @escaping MakeMachine
    ) throws(HypervisorError) {
        let layout = blueprint.layout
        self.blueprint = blueprint
        self.makeMachine = makeMachine
        slots = layout.slots.map { MemorySlot(range: $0.range, isTracked: $0.isTracked && tracksDirtyPages) }
        if tracksDirtyPages { try layout.validateTracking(by: slots) }
        (input, output, log) = (layout.input, layout.output, layout.log)
        stackTop = layout.stack.end.rawValue
        memory = try UnsafeGuestMemory(range: layout.memory)
        state = try MemoryState(layout: layout, tracksDirtyPages: tracksDirtyPages)
        try PageTables.write(layout, to: memory)
        try EntryCode.install(in: memory)
        if loadingImage { try blueprint.image.file.load(into: memory) }
        try Supervisor.install(in: memory)
        machine = try makeMachine(memory, slots)
        processor = try RingThreeProcessor(booting: machine, layout, in: memory)
        let clock = GuestClock(
            offset: processor.counterOffset,
            frequency: TimeStampCounter.frequency(kernelFrequency: machine.timeStampCounter.frequency))
        hostPage = HostPage(layout: layout, logLevel: logLevel, clock: clock)
        hostPage.renew(in: memory, notBefore: 0)
    }

    /// Enters the guest's code at `function`, with two arguments.
    @inline(__always)
    func enter(_ function: UInt64, _ first: UInt64, _ second: UInt64) throws(HypervisorError) -> MachineExit {
        let registers = EntryCode.registers(
            calling: function, first, second, stackTop: stackTop, on: processor)
        switch ring {
        case .user:
            return try machine.run(from: registers)
        case .supervisor:
            ring = .user
            return try machine.run(from: Supervisor.leaveRegisters(for: registers))
        }
    }

    /// Prepares the host's page for a call.
    @inline(__always)
    func renewClock() {
        hostPage.renewClock(in: memory)
    }

    func setLogLevel(_ level: Logger.Level) {
        hostPage.setLogLevel(level, in: memory)
    }

    // MARK: Snapshots

    /// Keeps what has changed in memory. Only between calls: then nothing of the vCPU matters.
    func snapshot() throws(HypervisorError) -> Snapshot {
        try state.update(from: machine, memory)
        let copied = try state.capture(memory, machine)
        return Snapshot(
            blueprint: blueprint, contents: state.base, monotonic: hostPage.monotonic, copiedPages: copied)
    }

    /// Makes everything what it was at `snapshot`, which must be of an equal blueprint.
    ///
    /// - Parameter isAtRest: Whether the last call ended as calls should.
    func restore(to snapshot: Snapshot, isAtRest: Bool) throws(HypervisorError) {
        if !isAtRest { try settle() }
        try state.update(from: machine, memory)
        try state.restore(to: snapshot.contents, memory, machine)
        hostPage.renew(in: memory, notBefore: snapshot.monotonic)
        blueprint = snapshot.blueprint
    }

    /// The pages that may differ from the last snapshot or restore.
    func changes() throws(HypervisorError) -> PageSet {
        try state.update(from: machine, memory)
        return state.differences(memory)
    }

    /// Brings the vCPU to where the next call can enter, whatever the guest was doing.
    private func settle() throws(HypervisorError) {
        if let ring = try machine.settle() {
            self.ring = ring
            return
        }
        // The old vCPU's last writes are in its own log.
        try state.update(from: machine, memory)
        try Supervisor.install(in: memory)
        // What the new one writes as it boots only its own log would tell, and a boot that fails takes that along.
        for region in layout.regions where region.access == .supervisorData { memory.hostWrites.insert(region.range) }
        let replacement = try makeMachine(memory, slots)
        processor = try RingThreeProcessor(booting: replacement, layout, in: memory)
        machine = replacement
        hostPage.setCounterOffset(processor.counterOffset)
        ring = .user
    }
}

extension ELFFile {
    /// Copies the segments to where they belong; the file's own check leaves nothing to go wrong.
    fileprivate func load(into memory: UnsafeGuestMemory) throws(HypervisorError) {
        for segment in segments {
            guard let source = contents.slice(segment.fileOffset, segment.fileSize)?.elements else { continue }
            try memory.copy(source.span.bytes, to: segment.memory.start)
        }
    }
}
