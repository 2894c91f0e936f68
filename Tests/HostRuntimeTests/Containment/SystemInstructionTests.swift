import Testing

@testable import HostRuntime

/// Instructions of ring 0, and those that enter another world.
@Suite("Hostile acts: instructions of ring 0")
struct SystemInstructionTests {
    private static func run(_ acts: [Act]) throws {
        let contained = try ContainedSandbox(acts)
        for act in acts { try contained.commit(act) }
    }

    @Test func theProcessorsState() throws {
        try Self.run([
            Act("hlt", [0xf4], .generalProtection),
            Act("cli", [0xfa], .generalProtection),
            Act("sti", [0xfb], .generalProtection),
            Act("clts", [0x0f, 0x06], .generalProtection),
            Act("invd", [0x0f, 0x08], .generalProtection),
            Act("wbinvd", [0x0f, 0x09], .generalProtection),
            Act("wbnoinvd", [0xf3, 0x0f, 0x09], .generalProtection),
            Act("invlpg", [0x0f, 0x01, 0x3b], .generalProtection),
            Act("invpcid", [0x66, 0x0f, 0x38, 0x82, 0x03], .generalProtection, .invalidOpcode),
            Act("invlpga", [0x0f, 0x01, 0xdf], .invalidOpcode, .generalProtection),
            Act("invlpgb", [0x0f, 0x01, 0xfe], .invalidOpcode, .generalProtection),
            Act("lmsw", MachineCode.eax(0) + [0x0f, 0x01, 0xf0], .generalProtection),
            Act("swapgs", [0x0f, 0x01, 0xf8], .generalProtection),
            Act(
                "xsetbv", MachineCode.ecx(0) + MachineCode.eax(7) + MachineCode.edx(0) + [0x0f, 0x01, 0xd1],
                .invalidOpcode, .generalProtection),
            Act("xsaves", [0x0f, 0xc7, 0x2b], .invalidOpcode, .generalProtection),
            Act("xrstors", [0x0f, 0xc7, 0x1b], .invalidOpcode, .generalProtection),
            Act("clac", [0x0f, 0x01, 0xca], .invalidOpcode),
            Act("stac", [0x0f, 0x01, 0xcb], .invalidOpcode),
            Act("monitor", [0x0f, 0x01, 0xc8], .invalidOpcode, .generalProtection),
            Act("mwait", [0x0f, 0x01, 0xc9], .invalidOpcode, .generalProtection),
            Act("rsm", [0x0f, 0xaa], .invalidOpcode),
            Act("getsec", [0x0f, 0x37], .invalidOpcode, .generalProtection),
        ])
    }

    /// CR1, CR5 to CR7 and CR9 to CR15 do not exist; whether that or the ring is looked at first depends on the processor.
    @Test func controlRegisters() throws {
        try Self.run(
            (UInt8(0)..<16).flatMap { number -> [Act] in
                let prefix: [UInt8] = number < 8 ? [] : [0x44]
                let operand = 0xc0 | (number & 7) << 3
                let exists = [0, 2, 3, 4, 8].contains(number)
                return [("from", UInt8(0x20)), ("to", 0x22)].map { direction, opcode in
                    let code = MachineCode.eax(0) + prefix + [0x0f, opcode, operand]
                    let name = "mov \(direction) cr\(number)"
                    return exists
                        ? Act(name, code, .generalProtection) : Act(name, code, .invalidOpcode, .generalProtection)
                }
            })
    }

    /// DR4 and DR5 are DR6 and DR7 while CR4.DE is clear, as it is.
    @Test func debugRegisters() throws {
        try Self.run(
            (UInt8(0)..<8).flatMap { number in
                [("from", UInt8(0x21)), ("to", 0x23)].map { direction, opcode in
                    Act(
                        "mov \(direction) dr\(number)", MachineCode.eax(0) + [0x0f, opcode, 0xc0 | number << 3],
                        .generalProtection, softwarePaged: [.generalProtection, .invalidOpcode])
                }
            })
    }

    @Test func modelSpecificRegisters() throws {
        let numbers: [UInt32] = [
            0, 0x10, 0x1b, 0x174, 0x175, 0x176, 0x1a0, 0x1d9, 0x277, 0x2ff, 0xda0, 0xc000_0080, 0xc000_0081,
            0xc000_0082, 0xc000_0083, 0xc000_0084, 0xc000_0100, 0xc000_0101, 0xc000_0102, 0xc000_0103, 0x4b56_4d01,
            .max,
        ]
        try Self.run(
            numbers.flatMap { number in
                let operands = MachineCode.ecx(number) + MachineCode.eax(0) + MachineCode.edx(0)
                let name = "0x\(String(number, radix: 16))"
                return [
                    Act("rdmsr \(name)", operands + [0x0f, 0x32], .generalProtection),
                    Act("wrmsr \(name)", operands + [0x0f, 0x30], .generalProtection),
                ]
            })
    }

    /// Reading the places of the tables is ring 3's right on processors without UMIP, or where KVM does not offer it.
    @Test func descriptorTables() throws {
        let reading: [(String, [UInt8])] = [
            ("sgdt", [0x0f, 0x01, 0x03]), ("sidt", [0x0f, 0x01, 0x0b]), ("sldt", [0x0f, 0x00, 0xc0]),
            ("str", [0x0f, 0x00, 0xc8]), ("smsw", [0x0f, 0x01, 0xe0]),
        ]
        let hidesTables = try KVMSystem.open().protections.hidesDescriptorTables
        try Self.run(
            [
                Act("lgdt", [0x0f, 0x01, 0x13], .generalProtection),
                Act("lidt", [0x0f, 0x01, 0x1b], .generalProtection),
                Act("lldt", MachineCode.eax(0) + [0x0f, 0x00, 0xd0], .generalProtection),
                Act("ltr", MachineCode.eax(0x28) + [0x0f, 0x00, 0xd8], .generalProtection),
            ]
                + reading.map { name, code in
                    Act(
                        name, code, hidesTables ? .generalProtection : .returns,
                        softwarePaged: [.generalProtection, .returns])
                })
    }

    @Test func virtualMachines() throws {
        try Self.run([
            Act("vmlaunch", [0x0f, 0x01, 0xc2], .invalidOpcode, .generalProtection),
            Act("vmresume", [0x0f, 0x01, 0xc3], .invalidOpcode, .generalProtection),
            Act("vmxoff", [0x0f, 0x01, 0xc4], .invalidOpcode, .generalProtection),
            Act("vmxon", [0xf3, 0x0f, 0xc7, 0x33], .invalidOpcode, .generalProtection),
            Act("vmptrld", [0x0f, 0xc7, 0x33], .invalidOpcode, .generalProtection),
            Act("vmclear", [0x66, 0x0f, 0xc7, 0x33], .invalidOpcode, .generalProtection),
            Act("vmread", [0x0f, 0x78, 0xc0], .invalidOpcode, .generalProtection),
            Act("vmwrite", [0x0f, 0x79, 0xc0], .invalidOpcode, .generalProtection),
            Act("invept", [0x66, 0x0f, 0x38, 0x80, 0x03], .invalidOpcode, .generalProtection),
            Act("invvpid", [0x66, 0x0f, 0x38, 0x81, 0x03], .invalidOpcode, .generalProtection),
            Act("vmfunc", [0x0f, 0x01, 0xd4], .invalidOpcode),
            Act("vmrun", [0x0f, 0x01, 0xd8], .invalidOpcode, .generalProtection),
            Act("vmload", [0x0f, 0x01, 0xda], .invalidOpcode, .generalProtection),
            Act("vmsave", [0x0f, 0x01, 0xdb], .invalidOpcode, .generalProtection),
            Act("stgi", [0x0f, 0x01, 0xdc], .invalidOpcode, .generalProtection),
            Act("clgi", [0x0f, 0x01, 0xdd], .invalidOpcode, .generalProtection),
            Act("skinit", [0x0f, 0x01, 0xde], .invalidOpcode, .generalProtection),
            Act("encls", [0x0f, 0x01, 0xcf], .invalidOpcode, .generalProtection),
            Act("enclv", [0x0f, 0x01, 0xc0], .invalidOpcode, .generalProtection),
            Act("tdcall", [0x66, 0x0f, 0x01, 0xcc], .invalidOpcode, .generalProtection),
            Act("seamcall", [0x66, 0x0f, 0x01, 0xcf], .invalidOpcode, .generalProtection),
            Act("pconfig", [0x0f, 0x01, 0xc5], .invalidOpcode, .generalProtection),
            Act("psmash", [0xf3, 0x0f, 0x01, 0xff], .invalidOpcode, .generalProtection),
        ])
    }

    /// The way to a hypervisor. KVM refuses hypercalls from ring 3 by an error in RAX. The other maker's instruction it replaces by
    /// the right one, for which it writes to the guest's code as the guest may: not at all.
    @Test func hypercalls() throws {
        for (name, opcode) in [("vmcall", UInt8(0xc1)), ("vmmcall", 0xd9)] {
            let code = MachineCode.eax(0) + [0x0f, 0x01, opcode]
            let contained = try ContainedSandbox([code])
            let instruction = try contained.guest.address(of: code) + UInt64(code.count - 3)
            try contained.commit(
                Act(
                    name, code, .returns, .invalidOpcode, .generalProtection,
                    .pageFault(errorCode: 7, address: instruction)))
        }
    }

    /// SYSCALL is off, and SYSENTER has no target.
    @Test func systemCalls() throws {
        try Self.run([
            Act("syscall", [0x0f, 0x05], .invalidOpcode),
            Act("sysenter", [0x0f, 0x34], .generalProtection, .invalidOpcode),
            Act("sysret", [0x0f, 0x07], .invalidOpcode, softwarePaged: [.generalProtection]),
            Act("sysretq", [0x48, 0x0f, 0x07], .invalidOpcode, softwarePaged: [.generalProtection]),
            Act("sysexit", [0x0f, 0x35], .generalProtection, .invalidOpcode),
            Act("sysexitq", [0x48, 0x0f, 0x35], .generalProtection, .invalidOpcode),
        ])
    }

    @Test func aSystemCallSaysThatThereAreNone() throws {
        let act = Act("syscall", [0x0f, 0x05], .invalidOpcode)
        let error = try #require(try ContainedSandbox([act]).commit(act))
        #expect(error.message.contains("SYSCALL"))
    }
}
