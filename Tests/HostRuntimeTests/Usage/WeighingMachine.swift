@testable import HostRuntime

/// A machine that adds up the messages and the log records which pass it, by the registers and the word in memory that name
/// them.
final class WeighingMachine: WrappedMachine {
    private let memory: UnsafeGuestMemory
    /// Where the guest's log says how much is in it, as soon as the test knows.
    var log: GuestRange?
    private(set) var bytesIn: UInt64 = 0
    private(set) var messagesOut: UInt64 = 0
    private(set) var logOut: UInt64 = 0
    private(set) var entries: UInt64 = 0

    init(_ machine: any VirtualMachine, _ memory: UnsafeGuestMemory) {
        self.memory = memory
        super.init(machine)
    }

    override func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        bytesIn += registers.rsi
        return weigh(try machine.run(from: registers))
    }

    override func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        bytesIn += reply.second.rawBits
        return weigh(try machine.resume(reply: reply))
    }

    private func weigh(_ exit: MachineExit) -> MachineExit {
        entries += 1
        if let log { logOut += memory.load(log.start, as: UInt64.self) ?? 0 }
        if case .output(let number, _, let words) = exit,
            let port = ExitPort(rawValue: number), [.callReturn, .hostCall, .abort].contains(port)
        {
            messagesOut += words.second.rawBits
        }
        return exit
    }
}
