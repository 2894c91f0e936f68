import Logging
import Synchronization
import TestSupport
import Testing
import Wire

@testable import HostRuntime

/// What every implementation of `VirtualMachine` must do. A new one adds a case.
///
/// `NullVirtualMachine`, which benchmarks use, is exempt: it runs nothing.
enum HypervisorKind: CaseIterable, CustomTestStringConvertible {
    case kvm

    var testDescription: String {
        switch self {
        case .kvm: "KVM"
        }
    }

    func makeMachine(
        _ memory: UnsafeGuestMemory, _ slots: [MemorySlot]
    ) throws(HypervisorError) -> any VirtualMachine {
        switch self {
        case .kvm: try KVMVirtualMachine(memory: memory, slots: slots)
        }
    }
}

@Suite("Conformance of hypervisors")
struct HypervisorConformanceTests {
    private static let port = UInt8(ExitPort.callReturn.rawValue)
    private static let hostCallPort = UInt8(ExitPort.hostCall.rawValue)

    /// A machine that has reached ring 3 and has `code` in its memory.
    private func boot(
        _ kind: HypervisorKind, _ code: [UInt8], heap: MemorySize = .mebibytes(1)
    ) throws -> SandboxResources {
        let blueprint = try SandboxBlueprint(image: RawGuest.image(code), configuration: .init(heapSize: heap))
        return try SandboxResources(
            blueprint: blueprint, tracksDirtyPages: true, logLevel: .info,
            makeMachine: kind.makeMachine)
    }

    private struct Unexpected: Error {
        let exit: MachineExit
    }

    private func entry(
        _ resources: SandboxResources, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0
    ) -> ProcessorRegisters {
        var registers = ProcessorRegisters()
        registers.rip = RawGuest.codeAddress
        registers.rsp = resources.layout.stack.end.rawValue
        registers.rflags = ControlRegisters.flags
        (registers.rdi, registers.rsi, registers.rdx) = (a, b, c)
        return registers
    }

    @Test(arguments: HypervisorKind.allCases)
    func memoryIsSharedBothWays(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, MachineCode.copyFromRDIToRSI + MachineCode.out(Self.port))
        let heap = resources.layout.heap.start.rawValue
        for value: UInt64 in [1, 0xdead_beef_0000_0001, .max] {
            #expect(resources.memory.store(value, at: heap))
            _ = try resources.machine.run(from: entry(resources, heap, heap + 4096))
            #expect(resources.memory.load(heap + 4096, as: UInt64.self) == value)
        }
    }

    @Test(arguments: HypervisorKind.allCases)
    func aRunBeginsWithTheGivenRegistersAndZeros(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, MachineCode.out(Self.port, 0x1234_5678))
        for _ in 0..<3 {
            let exit = try resources.machine.run(from: entry(resources, 11, 22, 33))
            #expect(
                exit
                    == .output(
                        port: UInt16(Self.port), value: 0x1234_5678, words: MachineWords(first: 11, second: 22)))
            let registers = resources.machine.registers
            #expect(registers.rdx == 33)
            #expect(registers.rsp == resources.layout.stack.end.rawValue)
            #expect(registers.rax == 0x1234_5678)
            for zero in [\ProcessorRegisters.rbx, \.rcx, \.rbp, \.r8, \.r9, \.r10, \.r11, \.r12, \.r13, \.r14, \.r15] {
                #expect(registers[keyPath: zero] == 0)
            }
            // Bit 1 is always one; interrupts, direction and I/O privilege are off.
            #expect(registers.rflags & 0x3702 == 2)
        }
    }

    @Test(arguments: HypervisorKind.allCases)
    func aReplyArrivesAndTheGuestGoesOn(_ kind: HypervisorKind) throws {
        let code = MachineCode.out(Self.hostCallPort) + MachineCode.storeReplyAtRSI + MachineCode.out(Self.port)
        let resources = try boot(kind, code)
        let heap = resources.layout.heap.start.rawValue
        for value: UInt64 in 1...3 {
            let first = try resources.machine.run(from: entry(resources, 0, heap))
            guard case .output(ExitPort.hostCall.rawValue, _, _) = first else { throw Unexpected(exit: first) }
            let second = try resources.machine.resume(
                reply: MachineWords(first: GuestNumber(value), second: GuestNumber(value + 100)))
            guard case .output(ExitPort.callReturn.rawValue, _, _) = second else { throw Unexpected(exit: second) }
            #expect(resources.memory.load(heap, as: UInt64.self) == value)
            #expect(resources.memory.load(heap + 8, as: UInt64.self) == value + 100)
        }
    }

    @Test(arguments: HypervisorKind.allCases)
    func otherPortAccessesAreToldApart(_ kind: HypervisorKind) throws {
        let narrow = try boot(kind, MachineCode.out8(Self.port))
        #expect(
            try narrow.machine.run(from: entry(narrow))
                == .portAccess(port: UInt16(Self.port), isInput: false, size: 1, count: 1))
        let input = try boot(kind, MachineCode.input(Self.port))
        #expect(
            try input.machine.run(from: entry(input))
                == .portAccess(port: UInt16(Self.port), isInput: true, size: 4, count: 1))
    }

    @Test(arguments: HypervisorKind.allCases)
    func anExceptionArrivesAtTheSupervisor(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, MachineCode.trap)
        let exit = try resources.machine.run(from: entry(resources, 5))
        guard case .output(ExitPort.fault.rawValue, 0, _) = exit else { throw Unexpected(exit: exit) }
        let registers = resources.machine.registers
        #expect(registers.rdi == 5)
        let frame = try #require(ExceptionFrame(at: registers.stackAddress, in: resources.memory))
        #expect(frame.vector == 6)
        var ringThree = registers
        frame.restore(&ringThree)
        #expect(ringThree.rip == RawGuest.codeAddress)
        #expect(ringThree.rsp == resources.layout.stack.end.rawValue)
    }

    @Test(arguments: HypervisorKind.allCases)
    func writtenPagesAreFoundOnceEach(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, MachineCode.touchPages + MachineCode.out(Self.port))
        let heap = resources.layout.heap
        _ = try resources.takeWrittenHeapPages()
        #expect(try resources.takeWrittenHeapPages() == [])
        // Pages at both ends of bitmap words, and the last of the heap.
        for (first, count) in [(0, 1), (5, 3), (60, 10), (120, 9), (255, 1)] as [(UInt64, UInt64)] {
            let start = heap.start.rawValue + first * 4096
            _ = try resources.machine.run(from: entry(resources, start, 0, count))
            let expected = (0..<count).map { start + $0 * 4096 }
            #expect(try resources.takeWrittenHeapPages() == expected)
            #expect(try resources.takeWrittenHeapPages() == [], "a collection starts over")
            // The same pages again, which were protected in between.
            _ = try resources.machine.run(from: entry(resources, start, 0, count))
            #expect(try resources.takeWrittenHeapPages() == expected)
        }
    }

    /// Where the hypervisor protects pages at each reading of the log, these are not among those that stay.
    @Test(arguments: HypervisorKind.allCases)
    func pagesThatAreNotProtectedStayReported(_ kind: HypervisorKind) throws {
        guard try KVMSystem.open().protectsOnRequest else { return }
        let resources = try boot(kind, MachineCode.touchPages + MachineCode.out(Self.port))
        let heap = resources.layout.heap
        func read() throws -> PageSet {
            var pages = PageSet(of: resources.layout.memory)
            try resources.machine.readDirtyPages(into: &pages)
            return pages
        }
        try resources.machine.protect(read())
        // Words apart, at both ends of words, and the last page.
        let numbers: [UInt64] = [0, 63, 64, 130, 255]
        let addresses = numbers.map { heap.start.rawValue + $0 * 4096 }
        for address in addresses { _ = try resources.machine.run(from: entry(resources, address, 0, 1)) }
        func reported() throws -> [UInt64] { try read().addresses.filter(heap.contains).map(\.rawValue) }
        #expect(try reported() == addresses)
        #expect(try reported() == addresses)
        for (index, address) in addresses.enumerated() {
            var page = PageSet(of: resources.layout.memory)
            page.insert(try #require(GuestRange(start: address, count: 1)))
            try resources.machine.protect(page)
            #expect(try reported() == Array(addresses[(index + 1)...]))
        }
        _ = try resources.machine.run(from: entry(resources, addresses[2], 0, 1))
        #expect(try reported() == [addresses[2]])
    }

    /// The request may come before, at any moment of, or long after the entry.
    @Test(arguments: HypervisorKind.allCases)
    func anInterruptionIsNeverLost(_ kind: HypervisorKind) throws {
        let resources = try boot(kind, MachineCode.count)
        let heap = resources.layout.heap.start.rawValue
        let machine = Shared(resources.machine)
        machine.value.interrupt()
        #expect(try machine.value.run(from: entry(resources, heap)) == .interrupted)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let spins = Int.random(in: 0..<20_000, using: &random)
            let thread = OtherThread {
                for _ in 0..<spins { machine.pause() }
                machine.value.interrupt()
            }
            #expect(try machine.value.run(from: entry(resources, heap)) == .interrupted)
            thread.join()
        }
        // The guest has noticed nothing: it goes on where it was.
        let before = resources.memory.load(heap, as: UInt64.self) ?? 0
        let thread = OtherThread {
            for _ in 0..<200_000 { machine.pause() }
            machine.value.interrupt()
        }
        #expect(try machine.value.run() == .interrupted)
        thread.join()
        #expect(try #require(resources.memory.load(heap, as: UInt64.self)) > before)
    }

    /// `interrupt()` is the one member that other threads may use.
    private final class Shared: @unchecked Sendable {
        let value: any VirtualMachine
        private let counter = Atomic(0)

        init(_ value: any VirtualMachine) { self.value = value }

        func pause() { counter.wrappingAdd(1, ordering: .relaxed) }
    }

    @Test(arguments: HypervisorKind.allCases)
    func nothingIsLeftAfterTeardown(_ kind: HypervisorKind) throws {
        for _ in 0..<20 {
            weak var memory: UnsafeGuestMemory?
            weak var machine: (any VirtualMachine)?
            do {
                let resources = try boot(kind, MachineCode.out(Self.port))
                memory = resources.memory
                machine = resources.machine
                _ = try resources.machine.run(from: entry(resources))
            }
            #expect(memory == nil)
            #expect(machine == nil)
        }
    }
}
