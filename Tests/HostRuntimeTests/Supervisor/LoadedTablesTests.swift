import CSupervisor
import Testing
import Wire

@testable import HostRuntime

/// Compares the typed tables with the bytes at the addresses that a running vCPU has loaded.
@Suite("The tables that the processor loads")
struct LoadedTablesTests {
    let resources: SandboxResources
    let registers: SystemRegisters

    init() throws {
        let sandbox = try Sandbox.test()
        try sandbox.call("nothing")
        resources = try #require(sandbox.resources)
        registers = try resources.machine.systemRegisters()
    }

    private func words(_ table: SystemRegisters.Table) throws -> [UInt64] {
        let range = try #require(GuestRange(start: table.base, count: UInt64(table.limit) + 1))
        let bytes = try #require(resources.memory.bytes(range))
        return stride(from: 0, to: bytes.count, by: 8).map {
            bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
        }
    }

    @Test func theGlobalDescriptorTable() throws {
        #expect(registers.globalDescriptorTable.limit == Supervisor.segmentTableLimit)
        let words = try words(registers.globalDescriptorTable)
        for (index, expected) in Supervisor.segments.enumerated() {
            let loaded = try #require(SegmentDescriptor(decoding: words, at: index))
            if case .taskState(let base, let limit, false) = expected {
                #expect(loaded == .taskState(base: base, limit: limit, busy: true), "LTR marks it busy")
            } else {
                #expect(loaded == expected)
            }
        }
    }

    @Test func theInterruptDescriptorTable() throws {
        #expect(registers.interruptDescriptorTable.limit == Supervisor.interruptTableLimit)
        let words = try words(registers.interruptDescriptorTable)
        let gates = stride(from: 0, to: words.count, by: 2).map { InterruptGate(decoding: (words[$0], words[$0 + 1])) }
        #expect(gates == Supervisor.gates)
        #expect(gates.count == Int(SWIFTLET_SUPERVISOR_VECTOR_COUNT))
        #expect(gates.allSatisfy { $0?.selector == .supervisorCode })
    }

    @Test func theTaskStateSegment() throws {
        #expect(registers.taskStateSelector == SegmentSelector.taskState.rawValue)
        #expect(registers.taskStateSegment.base == SupervisorLayout.taskState.rawValue)
        #expect(Int(registers.taskStateSegment.limit) + 1 == TaskStateSegment.encodedSize)
        let range = try #require(
            GuestRange(start: registers.taskStateSegment.base, count: UInt64(registers.taskStateSegment.limit) + 1))
        let bytes = try #require(resources.memory.bytes(range))
        let segment = try #require(TaskStateSegment(decoding: Array(bytes)))
        #expect(segment == Supervisor.taskState)
        for port in ExitPort.allCases {
            let bytePorts = (0..<4).map { port.rawValue + $0 }
            #expect(bytePorts.allSatisfy(segment.allowedPorts.contains) == port.isOpenToGuests)
        }
        #expect(segment.allowedPorts.count == 4 * 7)
    }

    @Test func theControlRegisters() {
        #expect(registers.cr0 == ControlRegisters.cr0)
        #expect(registers.cr3 == resources.layout.pageTables.start.rawValue)
        #expect(registers.cr4 & 1 << 5 != 0)
        #expect(registers.efer & 1 == 0, "SYSCALL is off")
        #expect(registers.efer & (1 << 11) != 0, "no-execute is on")
        #expect(registers.codeSelector == SegmentSelector.userCode.rawValue, "guests run in ring 3")
    }
}
