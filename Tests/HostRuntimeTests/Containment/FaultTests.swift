import Testing

@testable import HostRuntime

@Suite("Acts of a hostile guest")
struct FaultTests {
    private func fault(
        vector: UInt8, sourceLocation: SourceLocation = #_sourceLocation, _ call: (Sandbox) throws -> Void
    ) throws -> SandboxError {
        let sandbox = try Sandbox.hostile()
        let before = try contentsOfSupervisor(sandbox)
        let error = try expectError(.fault, sourceLocation: sourceLocation) { try call(sandbox) }
        #expect(error.fault?.vector == vector, "\(error)", sourceLocation: sourceLocation)
        #expect(try contentsOfSupervisor(sandbox) == before, sourceLocation: sourceLocation)
        #expect(sandbox.poisonedBy?.code == .fault, sourceLocation: sourceLocation)
        // The host and other sandboxes go on.
        #expect(try Sandbox.hostile().call("harmless") == Int32(1), sourceLocation: sourceLocation)
        return error
    }

    /// Everything that ring 3 must not change, the stacks that ring 0 itself uses left out.
    private func contentsOfSupervisor(_ sandbox: Sandbox) throws -> [[UInt8]] {
        let resources = try #require(sandbox.resources)
        return try resources.layout.regions.filter { region in
            switch region.access {
            case .supervisorCode, .supervisorReadOnly, .guestCode, .guestReadOnly: true
            case .supervisorData: region.name != "supervisor stacks"
            case .guestData: false
            }
        }.map(\.range).appending(resources.layout.pageTables).map { range in
            Array(try #require(resources.memory.bytes(range)))
        }
    }

    /// Numbers of `hostile_instruction` with the exception that each must raise.
    @Test(arguments: [
        (UInt32(0), UInt8(13)), (1, 13), (2, 13), (3, 13), (4, 13), (5, 13), (6, 13), (7, 13), (8, 13), (9, 13),
        (10, 13), (11, 13), (12, 13), (13, 13), (15, 6), (17, 13), (21, 13), (22, 13),
    ])
    func privilegedInstructions(_ number: UInt32, _ vector: UInt8) throws {
        let error = try fault(vector: vector) { try $0.call("instruction", number) }
        #expect(error.fault?.symbol?.contains("hostile_instruction") == true)
    }

    /// INT with an exception's number, and with others. Hardware raises #GP, a software-paged KVM #UD.
    @Test(arguments: [UInt32(14), 18, 19, 20])
    func softwareInterrupts(_ number: UInt32) throws {
        let sandbox = try Sandbox.hostile()
        let error = try expectError(.fault) { try sandbox.call("instruction", number) }
        #expect([6, 13].contains(error.fault?.vector))
    }

    @Test func anInvalidInstructionIsATrap() throws {
        let sandbox = try Sandbox.hostile()
        let error = try expectError(.aborted) { try sandbox.call("instruction", UInt32(16)) }
        #expect(error.fault?.vector == 6)
    }

    @Test func aSystemCallSaysThatThereAreNone() throws {
        let error = try fault(vector: 6) { try $0.call("instruction", UInt32(15)) }
        #expect(error.message.contains("SYSCALL"))
    }

    @Test(arguments: [
        UInt64(0), 0xfff8, 0x1_0000, 0x1_1000, 0x1_2000, 0x1_4ff8, 0x1_5000, 0x10_0000, 0x7fff_ffff_f000,
    ])
    func readsOfMemoryThatIsNotTheGuests(_ address: UInt64) throws {
        let error = try fault(vector: 14) { _ = try $0.call("read", address) as UInt64 }
        #expect(error.fault?.address == address)
        #expect(error.message.contains("reading"))
    }

    @Test(arguments: [UInt64(0), 0x1_0000, 0x1_1000, 0x1_2000, 0x1_4ff8, 0x1_6000])
    func writesToMemoryThatIsNotTheGuests(_ address: UInt64) throws {
        let error = try fault(vector: 14) { try $0.call("write", address, UInt64(0)) }
        #expect(error.fault?.address == address)
        #expect(error.message.contains("writing"))
    }

    @Test func nonCanonicalAddresses() throws {
        _ = try fault(vector: 13) { _ = try $0.call("read", UInt64(0x8000_0000_0000_0000)) as UInt64 }
    }

    @Test func pageTablesHaveNoAddress() throws {
        let sandbox = try Sandbox.hostile()
        let address = try #require(sandbox.resources).layout.pageTables.start.rawValue
        let error = try fault(vector: 14) { _ = try $0.call("read", address) as UInt64 }
        #expect(error.fault?.region == "unmapped")
    }

    @Test func guardPagesLieBetweenRegions() throws {
        let layout = try #require(try Sandbox.hostile().resources).layout
        for region in layout.regions where region.access == .guestData && region.name != "data" {
            #expect(layout.region(at: region.range.start.rawValue - 1) == nil, "below \(region.name)")
            #expect(layout.region(at: region.range.end.rawValue) == nil, "above \(region.name)")
            let end = region.range.end.rawValue
            let error = try fault(vector: 14) { try $0.call("write", end, UInt64(1)) }
            #expect(error.fault?.region == "unmapped")
        }
    }

    /// Memory that the stack may grow into is not the stack's alone: the stack pointer decides.
    @Test func aWildWriteUnderTheStackIsNoStackOverflow() throws {
        let layout = try #require(try Sandbox.hostile().resources).layout
        let data = try #require(layout.regions.first { $0.name == "data" })
        _ = try fault(vector: 14) { try $0.call("write", data.range.end.rawValue + 4096, UInt64(1)) }
        _ = try fault(vector: 14) { try $0.call("write", layout.stack.start.rawValue - 8, UInt64(1)) }
    }

    @Test func codeCannotBeWritten() throws {
        let error = try fault(vector: 14) { try $0.call("writeCode") }
        #expect(error.fault?.region == "code")
    }

    @Test func theStackCannotBeExecuted() throws {
        let error = try fault(vector: 14) { try $0.call("executeStack") }
        #expect(error.message.contains("executing"))
        #expect(error.fault?.region == "stack")
    }

    @Test(arguments: [UInt64(0), 0x1_0000, 0x1_2000, 0x1_6000])
    func jumpsOutOfTheCode(_ address: UInt64) throws {
        let error = try fault(vector: 14) { try $0.call("jump", address) }
        #expect(error.fault?.instructionPointer == address)
        #expect(error.message.contains("executing"))
    }

    @Test func aStackPointerOfZero() throws {
        _ = try fault(vector: 14) { try $0.call("setStack", UInt64(0)) }
    }

    @Test(arguments: [UInt64(0x20), 0x60, 0x80, 0xdf, 0xf4, 0xd8, 0x100, 0x3f8, 0xcf8, 0xffff])
    func closedPorts(_ port: UInt64) throws {
        let error = try fault(vector: 13) { try $0.call("out", port, UInt64(0), UInt64(0)) }
        #expect(error.message.contains("port 0x\(String(port, radix: 16)) is closed"))
    }

    @Test func aFaultReportsRegisters() throws {
        let error = try fault(vector: 14) { try $0.call("write", UInt64(8), UInt64(0x1234_5678_9abc)) }
        let fault = try #require(error.fault)
        #expect(fault.name == "#PF")
        #expect(fault.errorCode & 0b110 == 0b110)
        #expect([fault.registers.rsi, fault.registers.rax, fault.registers.rdi].contains(0x1234_5678_9abc))
        #expect(fault.registers.rip == fault.instructionPointer)
        #expect(fault.symbol?.contains("hostile_write") == true)
    }
}

extension Array {
    fileprivate func appending(_ element: Element) -> [Element] { self + [element] }
}
