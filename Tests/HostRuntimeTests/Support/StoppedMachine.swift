import SystemPackage

@testable import HostRuntime

/// A machine that cannot go on as long as a test wants that.
final class StoppedMachine: WrappedMachine {
    enum Failure: CaseIterable {
        /// KVM_RUN returns an error.
        case error
        /// The same with one that says that there is no hypervisor any more.
        case unavailable
        /// KVM_RUN returns, and says that it could not.
        case exit
    }

    var failure: Failure?

    override func run() throws(HypervisorError) -> MachineExit {
        if let exit = try failing() { return exit }
        return try machine.run()
    }

    override func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        if let exit = try failing() { return exit }
        return try machine.run(from: registers)
    }

    override func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        if let exit = try failing() { return exit }
        return try machine.resume(reply: reply)
    }

    private func failing() throws(HypervisorError) -> MachineExit? {
        switch failure {
        case nil: nil
        case .error: throw HypervisorError(operation: "KVM_RUN", errno: .badAddress)
        case .unavailable: throw HypervisorError(operation: "KVM_RUN", errno: .operationNotSupportedByDevice)
        case .exit: .failure(reason: 17, detail: 1)
        }
    }
}
