internal import CKVM
internal import CSupervisor
import SystemPackage
internal import Wire

/// The processor as ring 3 of a sandbox finds it, which is not always what KVM says.
struct RingThreeProcessor: Equatable, Sendable {
    /// What the entry code may use, as it takes it.
    let entryFlags: UInt64
    /// What SS reads in ring 3.
    let stackSelector: UInt64
    /// What the guest's time-stamp counter has more than the host's.
    let counterOffset: Int64
    /// Ticks of the counter in a second, if the kernel knows.
    let counterFrequency: UInt64?
    /// What took how long, if somebody wanted to know.
    let bootTimes: BootTimes?

    /// Takes a new vCPU to ring 3, and asks there.
    init(
        booting machine: any VirtualMachine, _ layout: SandboxLayout, root: GuestAddress, in memory: UnsafeGuestMemory,
        isTimed: Bool
    ) throws(HypervisorError) {
        try machine.prepare(pageTableRoot: root)
        let stackTop = layout.stack.end
        var before = TimeStampCounter.read()
        let entered = before
        var exit = try machine.run(
            from: Supervisor.bootRegisters(entry: EntryCode.probe, stackTop: stackTop, root: root, isTimed: isTimed))
        let afterBoot = TimeStampCounter.read()
        let registers = machine.registers
        // XSAVE is off.
        if Self.isInvalidOpcode(at: EntryCode.probeOfXSAVE, exit, of: machine, memory) {
            var registers = ProcessorRegisters()
            registers.rip = EntryCode.probeWithoutXSAVE.rawBits
            registers.rsp = stackTop.rawBits
            registers.rflags = ControlRegisters.flags
            before = TimeStampCounter.read()
            exit = try machine.run(from: Supervisor.leaveRegisters(for: registers, root: root))
        }
        let after = TimeStampCounter.read()
        guard case .output(ExitPort.ready.rawValue, let stackSelector, let words) = exit,
            EntryCode.isProbeExit(at: machine.instructionPointer)
        else { throw HypervisorError(operation: "starting a vCPU (it left by \(exit))", errno: .ioError) }
        self.stackSelector = UInt64(stackSelector)
        entryFlags = Self.entryFlags(enabledState: words.first.rawBits)
        let counter = machine.timeStampCounter
        counterFrequency = counter.frequency
        counterOffset = TimeStampCounter.offset(
            guest: words.second.rawBits, before: before, after: after, reported: counter.offset)
        bootTimes =
            isTimed
            ? BootTimes(
                entered: entered, started: registers.r14, segmentsLoaded: registers.r8, interruptsLoaded: registers.r9,
                left: afterBoot, reportedOffset: counter.offset) : nil
    }

    /// Takes a vCPU that can enter ring 3 to ring 0.
    ///
    /// - Returns: Whether it stands there.
    static func park(_ machine: any VirtualMachine, _ memory: UnsafeGuestMemory) throws(HypervisorError) -> Bool {
        var registers = ProcessorRegisters()
        registers.rip = EntryCode.park.rawBits
        registers.rflags = ControlRegisters.flags
        return isInvalidOpcode(at: EntryCode.park, try machine.run(from: registers), of: machine, memory)
    }

    /// Whether a vCPU left because of an instruction of ours that the processor does not have.
    private static func isInvalidOpcode(
        at address: GuestAddress, _ exit: MachineExit, of machine: any VirtualMachine, _ memory: UnsafeGuestMemory
    ) -> Bool {
        guard case .output(ExitPort.fault.rawValue, 0, _) = exit,
            let frame = ExceptionFrame(at: machine.registers.stackAddress, in: memory)
        else { return false }
        return frame.vector == invalidOpcode && frame.instructionPointer == address
    }

    /// #UD (Intel SDM volume 3A, section 6.15).
    private static let invalidOpcode: UInt8 = 6

    /// - Parameter enabledState: XCR0, or 0 where XSAVE is off.
    private static func entryFlags(enabledState: UInt64) -> UInt64 {
        guard enabledState != 0 else { return 0 }
        var flags = UInt64(SWIFTLET_ENTRY_HAS_XSAVE)
        // No sandbox enables XSAVE: this ring 3 is under the host's control registers, and may write its segment bases and
        // its rights to protection keys if the host's processes may.
        if ckvm_host_writes_segment_bases() { flags |= UInt64(SWIFTLET_ENTRY_HAS_FSGSBASE) }
        if ckvm_host_has_protection_keys() { flags |= UInt64(SWIFTLET_ENTRY_HAS_PROTECTION_KEYS) }
        return flags
    }
}
