/// A micro-VM that guests can move into and out of: the host's addresses for their memory, a VM over these, and its vCPU.
///
/// Making one costs the kernel far more than mapping a guest's memory, so a shell can outlive its guest.
final class SandboxShell {
    typealias MakeMachine = (UnsafeGuestMemory, [MemorySlot]) throws(HypervisorError) -> any VirtualMachine

    let memory: UnsafeGuestMemory
    // As in the sandbox, whose gate guards them too.
    @exclusivity(unchecked) private(set) var machine: any VirtualMachine
    @exclusivity(unchecked) private(set) var processor: RingThreeProcessor
    /// The ring in which the next entry finds the vCPU.
    @exclusivity(unchecked) private var ring = PrivilegeLevel.user
    private var tables: PageTableRoom
    private var root: GuestAddress
    /// Whether another guest was here before the present one.
    private(set) var isReused = false

    let tracksDirtyPages: Bool
    private let makeMachine: MakeMachine
    private let slots: [MemorySlot]

    /// Makes a VM over memory that holds page tables, the supervisor's code and the entry code, and takes its vCPU to ring 3.
    ///
    /// - Parameter isTimed: Whether to note what took how long.
    init(
        memory: UnsafeGuestMemory, layout: SandboxLayout, tracksDirtyPages: Bool, isTimed: Bool,
        makeMachine: @escaping MakeMachine
    ) throws(HypervisorError) {
        self.memory = memory
        self.tracksDirtyPages = tracksDirtyPages
        self.makeMachine = makeMachine
        slots = layout.slots.map { MemorySlot(range: $0.range, isTracked: $0.isTracked && tracksDirtyPages) }
        if tracksDirtyPages { try layout.validateTracking(by: slots) }
        tables = PageTableRoom(first: layout)
        root = layout.pageTables.start
        machine = try makeMachine(memory, slots)
        processor = try Self.boot(machine, layout, root, memory, isTimed: isTimed)
    }

    private static func boot(
        _ machine: any VirtualMachine, _ layout: SandboxLayout, _ root: GuestAddress, _ memory: UnsafeGuestMemory,
        isTimed: Bool
    ) throws(HypervisorError) -> RingThreeProcessor {
        try Supervisor.installData(in: memory)
        // What a new machine writes as it boots only its own log would tell, and a boot that fails takes that along.
        for region in layout.regions where region.access == .supervisorData { memory.hostWrites.insert(region.range) }
        return try RingThreeProcessor(booting: machine, layout, root: root, in: memory, isTimed: isTimed)
    }

    /// Enters with registers for ring 3.
    @inline(__always)
    func enter(_ registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        switch ring {
        case .user:
            return try machine.run(from: registers)
        case .supervisor:
            ring = .user
            return try machine.run(from: Supervisor.leaveRegisters(for: registers, root: root))
        }
    }

    /// Brings the vCPU to where it can be entered anew, whatever the guest was doing.
    ///
    /// - Returns: Whether it can be used any more.
    func settle() throws(HypervisorError) -> Bool {
        guard let ring = try machine.settle() else { return false }
        self.ring = ring
        return true
    }

    /// Goes on with a new VM over the same memory. What the old one has noted of it is lost.
    func replaceMachine(_ layout: SandboxLayout) throws(HypervisorError) {
        let replacement = try makeMachine(memory, slots)
        processor = try Self.boot(replacement, layout, root, memory, isTimed: false)
        machine = replacement
        ring = .user
    }

    // MARK: Moving

    /// Whether a guest could move in.
    func hasRoom(for layout: SandboxLayout) -> Bool {
        // The hypervisor's log is of the whole reservation: one that is much too large would cost at each restore.
        memory.reservation.contains(layout.memory)
            && memory.reservation.count >> 1 <= layout.reservation.count
            && (tables.root(of: layout) != nil || tables.hasRoom(for: layout))
    }

    /// Whether the guest that moves in would find its page tables.
    func knows(_ layout: SandboxLayout) -> Bool { tables.root(of: layout) != nil }

    /// Takes memory and marks away from a guest that is gone.
    ///
    /// - Parameter isAtRest: Whether its last call ended as calls should.
    /// - Returns: Whether another one can move in.
    func vacate(isAtRest: Bool) throws(HypervisorError) -> Bool {
        if !isAtRest { guard try settle() else { return false } }
        // From ring 0 the next guest's first entry loads its page tables.
        if ring == .user { guard try RingThreeProcessor.park(machine, memory) else { return false } }
        ring = .supervisor
        if tracksDirtyPages {
            var pages = PageSet(of: memory.range)
            try machine.readDirtyPages(into: &pages)
            try machine.protect(pages)
        }
        try memory.vacate(keeping: SupervisorLayout.pageTables, used: tables.used)
        return true
    }

    /// Moves a guest into a vacated shell that has room for it.
    ///
    /// - Parameter file: The supervisor's code, the entry code and the guest's memory, as far as that is not zero.
    func move(_ layout: SandboxLayout, into file: MemoryFile) throws(HypervisorError) {
        try memory.move(into: file, range: layout.memory, keeping: SupervisorLayout.pageTables)
        root = if let known = tables.root(of: layout) { known } else { try tables.add(layout, to: memory) }
        isReused = true
    }
}
