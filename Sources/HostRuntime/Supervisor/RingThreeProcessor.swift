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
    init(booting machine: any VirtualMachine, _ layout: SandboxLayout) throws(HypervisorError) {
        try machine.prepare(pageTableRoot: layout.pageTables.start)
        let registers = Supervisor.bootRegisters(entry: EntryCode.probe, stackTop: layout.stack.end.rawValue)
        let before = TimeStampCounter.read()
        let exit = try machine.run(from: registers)
        let after = TimeStampCounter.read()
        guard case .output(ExitPort.ready.rawValue, let stackSelector, let words) = exit,
            EntryCode.isProbeExit(at: machine.instructionPointer)
        else { throw HypervisorError(operation: "starting a vCPU (it left by \(exit))", errno: .ioError) }
        self.stackSelector = UInt64(stackSelector)
        entryFlags = Self.entryFlags(enabledState: words.first)
        counterOffset = TimeStampCounter.offset(
            guest: words.second, before: before, after: after, reported: machine.timeStampCounter.offset)
    }

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
