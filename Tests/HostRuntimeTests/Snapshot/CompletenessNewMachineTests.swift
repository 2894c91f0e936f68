import Testing

@testable import HostRuntime

/// A vCPU that cannot be used any more, as some are after a shutdown, is replaced by a new one.
@Suite("Completeness of restores: a new machine")
struct CompletenessNewMachineTests {
    /// A machine that reports a shutdown in place of any exit that is no plain return, and then is of no more use.
    private final class BrittleMachine: WrappedMachine {
        override func run() throws(HypervisorError) -> MachineExit { shutdown(try machine.run()) }

        override func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
            shutdown(try machine.run(from: registers))
        }

        override func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
            shutdown(try machine.resume(reply: reply))
        }

        private func shutdown(_ exit: MachineExit) -> MachineExit {
            if case .portAccess = exit { .shutdown } else { exit }
        }

        override func settle() throws(HypervisorError) -> PrivilegeLevel? { nil }
    }

    private func sandbox() throws -> SecretSandbox {
        try SecretSandbox { (memory, slots) throws(HypervisorError) in
            BrittleMachine(try KVMVirtualMachine(memory: memory, slots: slots))
        }
    }

    /// What the old vCPU wrote last is only in its own log of dirty pages.
    @Test func nothingOfTheOldOneIsLeft() throws {
        let secret = try sandbox()
        let fresh = try secret.stateAtEntry()
        for _ in 0..<2 {
            let old = secret.resources.machine
            try secret.sandbox.call("keep", SecretSandbox.bytes)
            try WayOut.plain(name: "IN", exit: 12, code: .protocolViolation).leave(secret, 0b11)
            #expect(secret.sandbox.poisonedBy?.message.contains("shut down") == true)
            try secret.expectNothingAfterRestore()
            #expect(secret.resources.machine !== old)
            try secret.restore()
            #expect(try secret.stateAtEntry().differences(from: fresh) == [])
        }
    }

    /// The new machine takes part in what restores rely on.
    @Test func theNewOneTracksPages() throws {
        let secret = try sandbox()
        try WayOut.plain(name: "IN", exit: 12, code: .protocolViolation).leave(secret, 0b11)
        try secret.restore()
        #expect(try secret.sandbox.dirtyPages().count == 0)
        try secret.sandbox.call("keep", SecretSandbox.bytes)
        let later = try secret.sandbox.snapshot()
        #expect(later.copiedPages > 0)
        try secret.restore()
        #expect(try secret.sandbox.call("keptBytes") == [UInt8]())
        try secret.sandbox.restore(to: later)
        #expect(try secret.sandbox.call("keptBytes") == SecretSandbox.bytes)
    }

    /// A machine that did not get to ring 3 is not taken for one that did: the next restore makes another.
    @Test func aNewOneThatDoesNotBootIsReplacedToo() throws {
        var made = 0
        let secret = try SecretSandbox { (memory, slots) throws(HypervisorError) in
            made += 1
            let machine = try KVMVirtualMachine(memory: memory, slots: slots)
            if made == 2 { machine.interrupt() }
            return made == 1 ? BrittleMachine(machine) : machine
        }
        let fresh = try secret.stateAtEntry()
        try secret.sandbox.call("keep", SecretSandbox.bytes)
        try WayOut.plain(name: "IN", exit: 12, code: .protocolViolation).leave(secret, 0b11)
        try expectError(.hypervisorFailure) { try secret.restore() }
        #expect(secret.sandbox.poisonedBy?.code == .hypervisorFailure)
        try secret.restore()
        #expect(made == 3)
        #expect(try secret.sandbox.call("keptBytes") == [UInt8]())
        #expect(try secret.stateAtEntry().differences(from: fresh) == [])
    }
}
