internal import SystemPackage
internal import Wire

/// A hypervisor that runs no guest: it answers each entry with the next of the exits that were prepared for it.
///
/// What a call then takes is the host's own work.
final class NullVirtualMachine: VirtualMachine {
    private let memory: UnsafeGuestMemory
    private let prepared: [Sandbox.PreparedExit]
    /// The exits of one call, in order; each call has the same.
    private var exits: [MachineExit] = []
    private var position = 0
    private var starts = 0
    private(set) var instructionPointer = GuestAddress(0)

    init(memory: UnsafeGuestMemory, exits: [Sandbox.PreparedExit]) {
        self.memory = memory
        prepared = exits
    }

    /// Puts the exits' messages into the sandbox's output buffer, where a guest would have written them.
    private func place() throws(HypervisorError) {
        let environment = memory.load(SupervisorLayout.environment, as: EnvironmentBlock.self)
        var free = environment.flatMap {
            GuestRange(start: GuestAddress(rawBits: $0.output.address), count: GuestNumber($0.output.size))
        }
        for exit in prepared {
            guard let room = free, let place = room.part(at: 0, count: GuestNumber(exit.message.count)) else {
                throw HypervisorError(operation: "placing a prepared exit", errno: .noBufferSpace)
            }
            try memory.copy(exit.message.span.bytes, to: place.start)
            exits.append(.output(port: exit.port.rawValue, value: 0, words: MachineWords(place)))
            free = GuestRange(from: place.end, to: room.end)
        }
    }

    func prepare(pageTableRoot: GuestAddress) throws(HypervisorError) {}

    func run() throws(HypervisorError) -> MachineExit { .halt }

    /// The first two times are the probe and the guest's start code.
    func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        switch starts {
        case 0:
            starts = 1
            instructionPointer = EntryCode.probeExit
            return .output(port: ExitPort.ready.rawValue, value: 0, words: .none)
        case 1:
            starts = 2
            // Only now does the environment page say where the output buffer is.
            try place()
            instructionPointer = EntryCode.returnExit
            return .output(port: ExitPort.callReturn.rawValue, value: 0, words: .none)
        default:
            position = 0
            return next()
        }
    }

    func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        next()
    }

    private func next() -> MachineExit {
        guard position < exits.count else { return .halt }
        defer { position += 1 }
        return exits[position]
    }

    /// Nothing ever runs that could be interrupted.
    func interrupt() {}

    func withdrawInterruption() {}

    func settle() throws(HypervisorError) -> PrivilegeLevel? { .user }

    /// No guest ever writes.
    func readDirtyPages(into pages: inout PageSet) throws(HypervisorError) {}

    func protect(_ pages: PageSet) throws(HypervisorError) {}

    var registers: ProcessorRegisters { ProcessorRegisters() }

    var timeStampCounter: TimeStampCounterReport { TimeStampCounterReport() }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters {
        throw HypervisorError(operation: "reading the system registers of no processor", errno: .notSupported)
    }
}
