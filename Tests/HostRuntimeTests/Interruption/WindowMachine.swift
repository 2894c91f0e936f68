@testable import HostRuntime

/// A machine that lets a test in right before and right after each run, and into a request for an interruption.
final class WindowMachine: WrappedMachine {
    var willRun: () -> Void = {}
    var didRun: () -> Void = {}
    var willInterrupt: () -> Void = {}
    /// How many runs were ended.
    private(set) var interruptedRuns = 0

    override func run() throws(HypervisorError) -> MachineExit {
        try watched { () throws(HypervisorError) in try machine.run() }
    }

    override func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        try watched { () throws(HypervisorError) in try machine.run(from: registers) }
    }

    override func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        try watched { () throws(HypervisorError) in try machine.resume(reply: reply) }
    }

    override func interrupt() {
        willInterrupt()
        machine.interrupt()
    }

    private func watched(_ run: () throws(HypervisorError) -> MachineExit) throws(HypervisorError) -> MachineExit {
        willRun()
        let exit = try run()
        if exit == .interrupted { interruptedRuns += 1 }
        didRun()
        return exit
    }
}
