@testable import HostRuntime
@testable import Wire

/// A machine whose guest is a script. What it leaves by is not limited to what a processor would do.
final class ScriptedMachine: VirtualMachine {
    private let memory: UnsafeGuestMemory
    private let guest: ScriptedGuest
    private var isBooted = false
    private(set) var registers = ProcessorRegisters()
    var instructionPointer: GuestAddress { GuestAddress(rawBits: registers.rip) }

    init(_ memory: UnsafeGuestMemory, _ guest: ScriptedGuest) {
        self.memory = memory
        self.guest = guest
    }

    func prepare(pageTableRoot: GuestAddress) throws(HypervisorError) {}

    func run() throws(HypervisorError) -> MachineExit {
        let left = guest.run(in: memory, from: registers)
        registers = left.registers
        return left.exit
    }

    /// The first time is the probe.
    func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        self.registers = registers
        guard isBooted else {
            isBooted = true
            self.registers.rip = EntryCode.probeExit.rawBits
            return .output(port: ExitPort.ready.rawValue, value: 0, words: .none)
        }
        return try run()
    }

    func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        guest.check(reply, in: memory)
        (registers.rax, registers.rdx) = (reply.first.rawBits, reply.second.rawBits)
        return try run()
    }

    func interrupt() {}

    func withdrawInterruption() {}

    func settle() throws(HypervisorError) -> PrivilegeLevel? { guest.settle() }

    func readDirtyPages(into pages: inout PageSet) throws(HypervisorError) {
        pages.formUnion(guest.written)
    }

    func protect(_ pages: PageSet) throws(HypervisorError) { guest.written.subtract(pages) }

    var timeStampCounter: TimeStampCounterReport { TimeStampCounterReport() }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters {
        preconditionFailure("only tests of machines ask for these")
    }
}
