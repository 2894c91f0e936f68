internal import Logging
internal import Wire

/// What a living sandbox owns: a shell, and the knowledge of what lies where in it.
final class SandboxResources {
    /// The guest and where it lies: what a snapshot must share with the sandbox. Replaced only by an equal one.
    private(set) var blueprint: SandboxBlueprint
    let shell: SandboxShell
    let memory: UnsafeGuestMemory
    /// What each call needs of the layout, which is too large to be looked into each time.
    let input, output, log, traceRecords: GuestRange
    private let stackTop: GuestAddress
    /// How long the shell took to boot, if it did so for this sandbox, and if somebody wanted to know.
    private(set) var bootTimes: BootTimes?
    // As in the sandbox, whose gate guards them too.
    @exclusivity(unchecked) private var hostPage: HostPage
    @exclusivity(unchecked) private var state: MemoryState
    /// Those of the changed pages that are some measured call's, or nobody's; nil while nobody counts.
    @exclusivity(unchecked) private var countedPages: CountedPages?

    var layout: SandboxLayout { blueprint.layout }
    var machine: any VirtualMachine { shell.machine }

    /// Makes a sandbox of an image, in a shell of its own. The guest's start code has yet to run.
    convenience init(
        blueprint: SandboxBlueprint, tracksDirtyPages: Bool, logLevel: Logger.Level, isTimed: Bool = false,
        budget: GuestMemoryBudget = GuestMemory.budget, makeMachine: @escaping SandboxShell.MakeMachine
    ) throws(HypervisorError) {
        let layout = blueprint.layout
        let memory = try UnsafeGuestMemory(range: layout.memory, reserving: layout.reservation, budget: budget)
        try PageTables.write(layout, at: layout.pageTables.start, to: memory)
        try EntryCode.install(in: memory)
        try blueprint.image.file.load(into: memory)
        try Supervisor.installCode(in: memory)
        let shell = try SandboxShell(
            memory: memory, layout: layout, tracksDirtyPages: tracksDirtyPages, isTimed: isTimed,
            makeMachine: makeMachine)
        try self.init(blueprint: blueprint, in: shell, backing: nil, logLevel: logLevel)
        bootTimes = shell.processor.bootTimes
    }

    /// Makes a sandbox of a snapshot, with which it shares all memory that it does not write.
    ///
    /// - Parameter shells: Where to look for one first.
    convenience init(
        cloning snapshot: Snapshot, shells: ShellCache?, tracksDirtyPages: Bool, logLevel: Logger.Level,
        isTimed: Bool = false,
        makeMachine: @escaping SandboxShell.MakeMachine
    ) throws(HypervisorError) {
        let layout = snapshot.blueprint.layout
        let file = try snapshot.memoryFile()
        let shell: SandboxShell
        var isNew = false
        if let used = shells?.take(for: layout, tracksDirtyPages: tracksDirtyPages, movingInto: file) {
            shell = used
        } else {
            let memory = try UnsafeGuestMemory(
                range: layout.memory, reserving: layout.reservation, backing: .file(file, isShared: false))
            shell = try SandboxShell(
                memory: memory, layout: layout, tracksDirtyPages: tracksDirtyPages, isTimed: isTimed,
                makeMachine: makeMachine)
            isNew = true
        }
        try self.init(blueprint: snapshot.blueprint, in: shell, backing: snapshot.contents, logLevel: logLevel)
        if isNew { bootTimes = shell.processor.bootTimes }
    }

    private init(
        blueprint: SandboxBlueprint, in shell: SandboxShell, backing: PageMap?, logLevel: Logger.Level
    ) throws(HypervisorError) {
        let layout = blueprint.layout
        self.blueprint = blueprint
        self.shell = shell
        memory = shell.memory
        (input, output, log) = (layout.input, layout.output, layout.log)
        traceRecords = layout.traceRecords
        stackTop = layout.stack.end
        state = try MemoryState(layout: layout, tracksDirtyPages: shell.tracksDirtyPages, backing: backing)
        let clock = GuestClock(
            offset: shell.processor.counterOffset,
            frequency: TimeStampCounter.frequency(kernelFrequency: shell.processor.counterFrequency))
        hostPage = HostPage(layout: layout, logLevel: logLevel, clock: clock)
        hostPage.renew(in: memory, notBefore: 0)
    }

    /// Enters the guest's code at `function`, with two arguments.
    @inline(__always)
    func enter(_ function: GuestAddress, _ words: MachineWords) throws(HypervisorError) -> MachineExit {
        try shell.enter(
            EntryCode.registers(calling: function, words, stackTop: stackTop, on: shell.processor))
    }

    /// Prepares the host's page for a call.
    @inline(__always)
    func renewClock() {
        hostPage.renewClock(in: memory)
    }

    func setLogLevel(_ level: Logger.Level) {
        hostPage.setLogLevel(level, in: memory)
    }

    /// What the guest's time-stamp counter has more than the host's.
    var counterOffset: Int64 { shell.processor.counterOffset }

    func setTraceMode(_ mode: TraceMode) {
        hostPage.setTraceMode(mode, in: memory)
    }

    func setMemoryProfile(_ isOn: Bool) {
        hostPage.setMemoryProfile(isOn, in: memory)
    }

    // MARK: Snapshots

    /// Keeps what has changed in memory. Only between calls: then nothing of the vCPU matters.
    func snapshot(limits: Sandbox.Limits) throws(HypervisorError) -> Snapshot {
        try state.update(from: machine, memory)
        let copied = try state.capture(memory, machine)
        countedPages?.removeAll()
        return Snapshot(
            blueprint: blueprint, limits: limits, contents: state.base, monotonic: hostPage.monotonic,
            copiedPages: copied)
    }

    /// Makes everything what it was at `snapshot`, which must be of an equal blueprint.
    ///
    /// - Parameter isAtRest: Whether the last call ended as calls should.
    /// - Returns: How many pages were written.
    @discardableResult
    func restore(to snapshot: Snapshot, isAtRest: Bool) throws(HypervisorError) -> Int {
        if !isAtRest { try settle() }
        let written = try state.restore(to: snapshot.contents, memory, machine)
        countedPages?.removeAll()
        hostPage.renew(in: memory, notBefore: snapshot.monotonic)
        // Threads that restore to one snapshot should not count its users.
        if blueprint !== snapshot.blueprint { blueprint = snapshot.blueprint }
        return written
    }

    /// The pages that may differ from the last snapshot or restore.
    func changes() throws(HypervisorError) -> PageSet {
        try state.update(from: machine, memory)
        return state.differences(memory)
    }

    /// Has ``countDirtyPages()`` count what changes from now on, unless it does already, or cannot.
    func beginCountingDirtyPages() {
        guard countedPages == nil, shell.tracksDirtyPages else { return }
        countedPages = (try? changes()).map { CountedPages($0) }
    }

    func endCountingDirtyPages() {
        countedPages = nil
    }

    /// How many pages differ from the last snapshot or restore that have not been counted since then.
    ///
    /// - Returns: Nil without tracking, and if the hypervisor does not say.
    func countDirtyPages() -> UInt64? {
        guard countedPages != nil, let changes = try? changes() else { return nil }
        return countedPages?.add(changes)
    }

    /// Brings the vCPU to where the next call can enter, whatever the guest was doing.
    private func settle() throws(HypervisorError) {
        guard try !shell.settle() else { return }
        // The old vCPU's last writes are in its own log.
        try state.update(from: machine, memory)
        try shell.replaceMachine(layout)
        hostPage.setCounterOffset(shell.processor.counterOffset)
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
