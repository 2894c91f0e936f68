@testable import HostRuntime

/// A machine that does what another one does; subclasses change some of it.
class WrappedMachine: VirtualMachine {
    let machine: any VirtualMachine

    init(_ machine: any VirtualMachine) { self.machine = machine }

    func prepare(pageTableRoot: GuestAddress) throws(HypervisorError) {
        try machine.prepare(pageTableRoot: pageTableRoot)
    }

    func run() throws(HypervisorError) -> MachineExit { try machine.run() }

    func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        try machine.run(from: registers)
    }

    func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit { try machine.resume(reply: reply) }

    func settle() throws(HypervisorError) -> PrivilegeLevel? { try machine.settle() }

    func interrupt() { machine.interrupt() }

    func withdrawInterruption() { machine.withdrawInterruption() }

    func readDirtyPages(into pages: inout PageSet) throws(HypervisorError) {
        try machine.readDirtyPages(into: &pages)
    }

    func protect(_ pages: PageSet) throws(HypervisorError) { try machine.protect(pages) }

    var registers: ProcessorRegisters { machine.registers }
    var instructionPointer: GuestAddress { machine.instructionPointer }
    var timeStampCounter: TimeStampCounterReport { machine.timeStampCounter }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters { try machine.systemRegisters() }
}
