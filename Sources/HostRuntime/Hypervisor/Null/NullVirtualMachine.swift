internal import SystemPackage
internal import Wire

/// A hypervisor that runs no guest: it answers each entry with the next of the exits that were prepared for it.
///
/// What a call then takes is the host's own work.
final class NullVirtualMachine: VirtualMachine {
    /// The exits of one call, in order; each call has the same.
    private let exits: [MachineExit]
    private var position = 0

    /// Puts the exits' messages into the sandbox's output buffer, where a guest would have written them.
    init(memory: UnsafeGuestMemory, exits: [Sandbox.PreparedExit]) throws(HypervisorError) {
        let environment = memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self)
        var free = environment.flatMap { GuestRange(start: $0.output.address, count: $0.output.size) }
        var placed: [MachineExit] = []
        for exit in exits {
            let count = UInt64(exit.message.count)
            guard let room = free, count <= room.count,
                let place = GuestRange(start: room.start.rawValue, count: count), let destination = memory.bytes(place)
            else { throw HypervisorError(operation: "placing a prepared exit", errno: .noBufferSpace) }
            destination.copyBytes(from: exit.message)
            let words = MachineWords(first: place.start.rawValue, second: count)
            placed.append(.output(port: exit.port.rawValue, value: 0, words: words))
            free = GuestRange(start: place.end.rawValue, count: room.count - count)
        }
        self.exits = placed
    }

    func prepare(_ boot: BootState) throws(HypervisorError) {}

    func run() throws(HypervisorError) -> MachineExit {
        .output(port: ExitPort.ready.rawValue, value: 0, words: MachineWords(first: 0, second: 0))
    }

    func run(_ entry: EntryState) throws(HypervisorError) -> MachineExit {
        position = 0
        return next()
    }

    func resume(reply: (UInt64, UInt64)) throws(HypervisorError) -> MachineExit {
        next()
    }

    private func next() -> MachineExit {
        guard position < exits.count else { return .halt }
        defer { position += 1 }
        return exits[position]
    }

    /// Nothing ever runs that could be interrupted.
    func interrupt() {}

    func collectDirtyPages(into pages: inout DirtyPages) throws(HypervisorError) {
        throw HypervisorError(operation: "collecting the dirty pages of no guest", errno: .notSupported)
    }

    var registers: ProcessorRegisters { ProcessorRegisters() }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters {
        throw HypervisorError(operation: "reading the system registers of no processor", errno: .notSupported)
    }
}
