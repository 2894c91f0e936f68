import Testing

@testable import HostRuntime

/// The tests of the tests: what is compared after each hostile act is what it should be, and a change of it is noticed.
@Suite("Checks after hostile acts")
struct ContainmentCheckTests {
    private let resources: SandboxResources

    init() throws { resources = try ContainedSandbox([MachineCode.nop]).resources }

    @Test func aChangedByteOfTheSupervisorIsNoticed() throws {
        let before = try SupervisorContents(of: resources)
        #expect(try before.changes() == [])
        let places = [
            ("supervisor code", SupervisorLayout.code), ("descriptor tables", SupervisorLayout.taskState),
            ("interrupt table", SupervisorLayout.interruptTable), ("environment", SupervisorLayout.environment),
            ("entry code", SupervisorLayout.entry), ("initial state", SupervisorLayout.initialState),
            ("code", GuestAddress(rawBits: RawGuest.codeAddress)), ("page tables", resources.layout.pageTables.start),
        ]
        for (name, address) in places {
            let byte = try #require(resources.memory.load(address.rawValue, as: UInt8.self))
            try #require(resources.memory.store(~byte, at: address.rawValue))
            #expect(try before.changes() == [name])
            try #require(resources.memory.store(byte, at: address.rawValue))
        }
    }

    @Test func thePrivilegedStateIsTheProcessors() throws {
        let state = try #require(resources.machine as? KVMVirtualMachine).privilegedState()
        let registers = try resources.machine.systemRegisters()
        #expect(state.system.cr0 == ControlRegisters.cr0)
        #expect(state.system.cr3 == resources.layout.pageTables.start.rawValue)
        #expect(state.system.cr4 == registers.cr4)
        #expect(state.system.efer == registers.efer)
        #expect(state.system.globalDescriptorTable == registers.globalDescriptorTable)
        #expect(state.system.interruptDescriptorTable == registers.interruptDescriptorTable)
        #expect(state.system.taskStateSegment == registers.taskStateSegment)
        #expect(state.system.taskStateSelector == SegmentSelector.taskState.rawValue)
        // The state of the x87 unit cannot be switched off (Intel SDM volume 1, section 13.3).
        #expect(state.extendedControlRegisters[0].map { $0 & 1 } == 1)
        // The one that the supervisor writes as it boots.
        let systemCallTarget: UInt32 = 0xc000_0082
        #expect(state.modelSpecificRegisters[systemCallTarget] == Supervisor.systemCallEntry.rawValue)
        // Those that are compared by name, and what KVM lists beyond them.
        for number in [0x174, 0x176, 0x277, 0xc000_0080, 0xc000_0081, 0xc000_0084, 0xc000_0102] as [UInt32] {
            #expect(state.modelSpecificRegisters[number] != nil, "0x\(String(number, radix: 16))")
        }
        #expect(state.modelSpecificRegisters.count > 24)
        // No breakpoint is set (Intel SDM volume 3A, table 10-1).
        #expect(state.breakpoints == [0, 0, 0, 0])
        #expect(state.debugControl == 0x400)
    }
}
