import Logging
import Testing
import Wire

@testable import HostRuntime

/// After `settle()` a machine is done with what its guest was at: it begins anew with the registers that it is given, and
/// nothing of the old access happens any more.
@Suite("Settling a machine")
struct SettlingTests {
    private static let port = UInt16(ExitPort.callReturn.rawValue)

    /// What the guest is at when it leaves.
    enum Act: CaseIterable {
        case memoryRead
        case memoryWrite
        case stringToMemory
        case input
        case narrowOutput
        case shortStringInput
        case stringInput
        case stringOutput
        case fault
        case spin

        var code: [UInt8] {
            switch self {
            case .memoryRead: MachineCode.loadFromRDI + MachineCode.storeReplyAtRSI
            case .memoryWrite: MachineCode.storeAtRDI
            case .stringToMemory: MachineCode.repeatedStore
            case .input: MachineCode.input(UInt8(SettlingTests.port)) + MachineCode.storeReplyAtRSI
            case .narrowOutput: MachineCode.out8(UInt8(SettlingTests.port))
            case .shortStringInput, .stringInput: MachineCode.repeatedInput
            case .stringOutput: MachineCode.repeatedOutput
            case .fault: MachineCode.trap
            case .spin: MachineCode.count
            }
        }

        var count: UInt64 {
            switch self {
            case .shortStringInput: 3
            case .stringInput, .stringOutput: 3000
            case .stringToMemory: 100
            default: 0
            }
        }

        /// Whether RDI is an address without memory.
        var isOfMissingMemory: Bool { [.memoryRead, .memoryWrite, .stringToMemory].contains(self) }
    }

    /// Where the code of the next call lies.
    private static let nextOffset = 64

    private func boot(_ kind: HypervisorKind, _ act: Act) throws -> SandboxResources {
        let padding = [UInt8](repeating: 0xcc, count: Self.nextOffset - act.code.count)
        let next = MachineCode.storeReplyAtRSI + MachineCode.out(UInt8(Self.port), 0x77)
        let blueprint = try SandboxBlueprint(
            image: RawGuest.image(act.code + padding + next), configuration: .init(heapSize: .mebibytes(1)))
        let heap = blueprint.layout.heap
        return try SandboxResources(
            blueprint: blueprint, tracksDirtyPages: false, logLevel: .info
        ) { (memory, slots) throws(HypervisorError) in
            try kind.makeMachine(memory, slots.flatMap { $0.without(last: heap) })
        }
    }

    @Test(arguments: HypervisorKind.allCases, Act.allCases)
    func theNextRunIsItsOwn(_ kind: HypervisorKind, _ act: Act) throws {
        let resources = try boot(kind, act)
        let (machine, memory) = (resources.machine, resources.memory)
        let heap = resources.layout.heap
        let end = heap.end.rawValue
        var registers = ProcessorRegisters()
        registers.rip = RawGuest.codeAddress
        registers.rsp = resources.layout.stack.end.rawValue
        registers.rflags = ControlRegisters.flags
        registers.rdi = act.isOfMissingMemory ? end - 4096 : heap.start.rawValue
        registers.rsi = heap.start.rawValue
        registers.rdx = UInt64(Self.port)
        (registers.rax, registers.rcx, registers.rbx) = (0xaaaa, act.count, 0xbbbb)
        for _ in 0..<2 {
            let interruption = act == .spin ? try Interruption(ofRunIn: resources, whenSetAt: heap.start.rawValue) : nil
            let exit = try machine.run(from: registers)
            interruption?.end()
            #expect(isExpected(exit, of: act), "\(exit)")

            let ring = try #require(try machine.settle())
            #expect(ring == (act == .fault ? .supervisor : .user))
            // As a restore does it.
            for page in stride(from: heap.start.rawValue, to: end, by: 4096) {
                try memory.copy([UInt8](repeating: 0, count: 4096).span.bytes, to: GuestAddress(rawBits: page))
            }

            var next = ProcessorRegisters()
            next.rip = RawGuest.codeAddress + UInt64(Self.nextOffset)
            next.rsp = registers.rsp
            next.rflags = ControlRegisters.flags
            (next.rax, next.rdx, next.rdi, next.rsi) = (1, 2, 3, heap.start.rawValue + 8192)
            let nextExit = try machine.run(
                from: ring == .user
                    ? next : Supervisor.leaveRegisters(for: next, root: resources.layout.pageTables.start))
            let words = MachineWords(first: 3, second: GuestNumber(next.rsi))
            #expect(nextExit == .output(port: Self.port, value: 0x77, words: words))
            #expect(memory.load(next.rsi, as: UInt64.self) == 1)
            #expect(memory.load(next.rsi + 8, as: UInt64.self) == 2)
            #expect(machine.registers.rcx == 0 && machine.registers.rbx == 0)
            #expect(memory.store((UInt64(0), UInt64(0)), at: next.rsi))
            #expect(try #require(memory.bytes(heap)).allSatisfy { $0 == 0 }, "the old access went on")
        }
    }

    private func isExpected(_ exit: MachineExit, of act: Act) -> Bool {
        switch (act, exit) {
        case (.memoryRead, .memoryAccess(_, isWrite: false)), (.memoryWrite, .memoryAccess(_, isWrite: true)),
            (.stringToMemory, .memoryAccess(_, isWrite: true)), (.spin, .interrupted), (.fault, .output),
            // A hypervisor may present string output word by word.
            (.stringOutput, .portAccess), (.stringOutput, .output):
            true
        case (.input, .portAccess(_, let isInput, let size, _)): isInput && size == 4
        case (.shortStringInput, .portAccess(_, let isInput, let size, _)),
            (.stringInput, .portAccess(_, let isInput, let size, _)):
            isInput && size == 1
        case (.narrowOutput, .portAccess(_, let isInput, let size, _)): !isInput && size == 1
        default: false
        }
    }

    /// The request comes before the guest has begun.
    @Test(arguments: HypervisorKind.allCases)
    func anInterruptionThatComesFirst(_ kind: HypervisorKind) throws {
        let machine = try boot(kind, .spin).machine
        machine.interrupt()
        #expect(try machine.run() == .interrupted)
        #expect(try machine.settle() == .user)
    }

    /// Without it, the access goes on: the test above would see it.
    @Test(arguments: HypervisorKind.allCases)
    func unsettledAccessesGoOn(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, .stringInput)
        let heap = resources.layout.heap
        var registers = ProcessorRegisters()
        registers.rip = RawGuest.codeAddress
        registers.rsp = resources.layout.stack.end.rawValue
        registers.rflags = ControlRegisters.flags
        (registers.rdi, registers.rcx, registers.rdx) = (heap.start.rawValue, 8, UInt64(Self.port))
        guard case .portAccess = try resources.machine.run(from: registers) else { return }
        try resources.memory.copy([UInt8](repeating: 0xee, count: 64).span.bytes, to: heap.start)
        #expect(try resources.machine.settle() == .user)
        #expect(resources.memory.load(heap.start.rawValue, as: UInt64.self) != 0xeeee_eeee_eeee_eeee)
    }
}

extension MemorySlot {
    /// The slot without its last page of `region`, if it holds that.
    fileprivate func without(last region: GuestRange) -> [MemorySlot] {
        guard range.contains(region) else { return [self] }
        let gap = region.end.rawValue - 4096
        return [
            GuestRange(start: range.start.rawValue, count: gap - range.start.rawValue),
            GuestRange(start: region.end.rawValue, count: range.end.rawValue - region.end.rawValue),
        ].compactMap { $0 }.filter { $0.count > 0 }.map { MemorySlot(range: $0, isTracked: isTracked) }
    }
}
