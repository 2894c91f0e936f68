import Testing

@testable import HostRuntime

@Suite("Hostile acts: flags")
struct FlagTests {
    private static let privileged = Flags.privilege | Flags.interrupt | Flags.virtual8086 | Flags.virtualInterrupt
    /// Traps unless both bits of the flags are clear.
    private static let expectNoPrivilege: [UInt8] =
        [0x9c, 0x58, 0x25] + MachineCode.bytes(Flags.privilege) + [0x74, 0x02] + MachineCode.trap

    private static let acts: [Act] = [
        Act("no privilege", MachineCode.setFlags(privileged) + expectNoPrivilege, .returns),
        Act("no privilege, then cli", MachineCode.setFlags(privileged) + [0xfa], .generalProtection),
        Act("no privilege, then in", MachineCode.setFlags(privileged) + MachineCode.input(0x60), .generalProtection),
        Act("single step", MachineCode.setFlags(Flags.trap) + MachineCode.nop, .debug),
        Act("single step of popf", MachineCode.setFlags(Flags.trap) + [0x9d], .debug),
        Act("single step of a trap", MachineCode.setFlags(Flags.trap) + MachineCode.trap, .trap),
        Act("single step of a breakpoint", MachineCode.setFlags(Flags.trap) + [0xcc], .breakpoint),
        Act("single step of a system call", MachineCode.setFlags(Flags.trap) + [0x0f, 0x05], .invalidOpcode),
        Act(
            "single step of an access to no memory",
            MachineCode.rax(0x8_0000) + MachineCode.setFlags(Flags.trap) + MachineCode.nop, .debug),
        // Loading SS puts single steps off until behind the next instruction (Intel SDM volume 3A, section 6.8.3).
        Act(
            "single step of a stack switch",
            [0x8c, 0xd0] + MachineCode.setFlags(Flags.trap) + [0x8e, 0xd0] + MachineCode.nop,
            .debug),
        Act(
            "breakpoint in the shadow of a stack switch",
            [0x8c, 0xd0] + MachineCode.setFlags(Flags.trap) + [0x8e, 0xd0, 0xcc], .breakpoint, .debug),
        Act(
            "system call in the shadow of a stack switch",
            [0x8c, 0xd0] + MachineCode.setFlags(Flags.trap) + [0x8e, 0xd0, 0x0f, 0x05], .invalidOpcode, .debug),
        Act("nested task, then a trap", MachineCode.setFlags(Flags.nestedTask) + MachineCode.trap, .trap),
        Act("downwards, then a trap", MachineCode.setFlags(Flags.direction) + MachineCode.trap, .trap),
        Act("resume", MachineCode.setFlags(Flags.resume) + MachineCode.nop, .returns),
        // CR0.AM is clear, so nothing is checked; it also lets ring 0 past SMAP, which does not look at ring 3's memory anyway.
        Act(
            "alignment check", MachineCode.setFlags(Flags.alignmentCheck) + [0x8b, 0x43, 0x01], .returns,
            softwarePaged: [.returns, .alignmentCheck]),
        Act("alignment check, then a trap", MachineCode.setFlags(Flags.alignmentCheck) + MachineCode.trap, .trap),
    ]

    @Test func giveNoPrivilege() throws {
        let contained = try ContainedSandbox(Self.acts)
        for act in Self.acts { try contained.commit(act) }
    }
}
