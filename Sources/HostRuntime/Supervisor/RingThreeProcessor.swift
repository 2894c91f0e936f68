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

    /// Takes a new vCPU to ring 3, and asks there.
    init(
        booting machine: any VirtualMachine, _ layout: SandboxLayout, in memory: UnsafeGuestMemory
    ) throws(HypervisorError) {
        try machine.prepare(pageTableRoot: layout.pageTables.start)
        let stackTop = layout.stack.end.rawValue
        var before = TimeStampCounter.read()
        var exit = try machine.run(from: Supervisor.bootRegisters(entry: EntryCode.probe, stackTop: stackTop))
        if Self.isRefusal(exit, of: machine, memory) {
            var registers = ProcessorRegisters()
            registers.rip = EntryCode.probeWithoutXSAVE
            registers.rsp = stackTop
            registers.rflags = ControlRegisters.flags
            before = TimeStampCounter.read()
            exit = try machine.run(from: Supervisor.leaveRegisters(for: registers))
        }
        let after = TimeStampCounter.read()
        guard case .output(ExitPort.ready.rawValue, let stackSelector, let words) = exit,
            EntryCode.isProbeExit(at: machine.instructionPointer)
        else { throw HypervisorError(operation: "starting a vCPU (it left by \(exit))", errno: .ioError) }
        self.stackSelector = UInt64(stackSelector)
        entryFlags = Self.entryFlags(enabledState: words.first)
        counterOffset = TimeStampCounter.offset(
            guest: words.second, before: before, after: after, reported: machine.timeStampCounter.offset)
    }

    /// Whether the probe was stopped because XSAVE is off.
    private static func isRefusal(
        _ exit: MachineExit, of machine: any VirtualMachine, _ memory: UnsafeGuestMemory
    ) -> Bool {
        guard case .output(ExitPort.fault.rawValue, 0, _) = exit,
            let frame = ExceptionFrame(at: machine.registers.rsp, in: memory)
        else { return false }
        return frame.vector == invalidOpcode && frame.instructionPointer == EntryCode.probeOfXSAVE
    }

    /// #UD (Intel SDM volume 3A, section 6.15).
    private static let invalidOpcode: UInt64 = 6

    /// - Parameter enabledState: XCR0, or 0 where XSAVE is off.
    private static func entryFlags(enabledState: UInt64) -> UInt64 {
        guard enabledState != 0 else { return 0 }
        var flags = UInt64(SWIFTLET_ENTRY_HAS_XSAVE)
        // No sandbox enables XSAVE: this ring 3 is under the host's control registers, and may write its segment bases
        // if the host's processes may.
        if ckvm_host_writes_segment_bases() { flags |= UInt64(SWIFTLET_ENTRY_HAS_FSGSBASE) }
        return flags
    }
}
