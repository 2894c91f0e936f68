import Logging
import Testing

@testable import HostRuntime

/// Instructions that ring 3 may have, depending on processor, KVM and control registers: they work, or they are refused.
///
/// A software-paged KVM lets ring 3 use the host's control registers, so there more of them work.
@Suite("Hostile acts: instructions that processors may have")
struct UnprivilegedInstructionTests {
    private static func writeKeyRights(_ rights: UInt32) -> [UInt8] {
        MachineCode.eax(rights) + MachineCode.ecx(0) + MachineCode.edx(0) + [0x0f, 0x01, 0xef]
    }

    private static let acts: [Act] = [
        Act("rdtsc", [0x0f, 0x31], .returns),
        Act("rdtscp", [0x0f, 0x01, 0xf9], .returns, .invalidOpcode),
        Act("rdpid", [0xf3, 0x0f, 0xc7, 0xf8], .returns, .invalidOpcode),
        Act("rdrand", [0x0f, 0xc7, 0xf0], .returns, .invalidOpcode),
        Act("rdseed", [0x0f, 0xc7, 0xf8], .returns, .invalidOpcode),
        Act("cpuid", [0x53, 0x31, 0xc0, 0x0f, 0xa2, 0x5b], .returns),
        // CR4.PCE is clear.
        Act(
            "rdpmc", MachineCode.ecx(0) + [0x0f, 0x33], .generalProtection,
            softwarePaged: [.generalProtection, .returns]),
        // CR4.OSXSAVE, PKE and FSGSBASE are clear.
        Act(
            "xgetbv", MachineCode.ecx(0) + [0x0f, 0x01, 0xd0], .invalidOpcode,
            softwarePaged: [.returns, .invalidOpcode]),
        Act("wrpkru", writeKeyRights(0), .invalidOpcode, softwarePaged: [.returns, .invalidOpcode]),
        Act(
            "wrpkru that takes away all access", writeKeyRights(.max), .invalidOpcode,
            // A guest that locks itself out of its memory meets that at its next access; bit 5 is for a protection key.
            softwarePaged: [.returns, .invalidOpcode, .pageFault(errorCode: 0x25, address: ActGuest.outputField)]),
        Act(
            "rdpkru", MachineCode.ecx(0) + [0x0f, 0x01, 0xee], .invalidOpcode,
            softwarePaged: [.returns, .invalidOpcode]),
        Act(
            "wrfsbase", MachineCode.rax(0x7fff_ffff_f000) + [0xf3, 0x48, 0x0f, 0xae, 0xd0], .invalidOpcode,
            softwarePaged: [.returns, .invalidOpcode]),
        Act(
            "wrgsbase", MachineCode.rax(0x7fff_ffff_f000) + [0xf3, 0x48, 0x0f, 0xae, 0xd8], .invalidOpcode,
            softwarePaged: [.returns, .invalidOpcode]),
        Act(
            "wrgsbase of the supervisor's half",
            MachineCode.rax(0xffff_8000_0000_0000) + [0xf3, 0x48, 0x0f, 0xae, 0xd8],
            .invalidOpcode, softwarePaged: [.returns, .invalidOpcode]),
        Act(
            "wrgsbase of nothing", MachineCode.rax(1 << 63) + [0xf3, 0x48, 0x0f, 0xae, 0xd8], .invalidOpcode,
            softwarePaged: [.generalProtection, .invalidOpcode]),
        Act("monitorx", [0x48, 0x89, 0xd8, 0x0f, 0x01, 0xfa], .returns, .invalidOpcode),
        Act("umonitor", [0xf3, 0x0f, 0xae, 0xf3], .returns, .invalidOpcode),
        Act("clzero", [0x48, 0x89, 0xd8, 0x0f, 0x01, 0xfc], .returns, .invalidOpcode, .generalProtection),
        Act("enclu", MachineCode.eax(0x7f) + [0x0f, 0x01, 0xd7], .invalidOpcode, .generalProtection),
        Act("clui", [0xf3, 0x0f, 0x01, 0xee], .invalidOpcode),
        Act("stui", [0xf3, 0x0f, 0x01, 0xef], .invalidOpcode),
        Act("uiret", [0xf3, 0x0f, 0x01, 0xec], .invalidOpcode),
        Act("senduipi", [0xf3, 0x0f, 0xc7, 0xf0], .invalidOpcode),
        Act("enqcmd", [0xf2, 0x0f, 0x38, 0xf8, 0x03], .invalidOpcode, .generalProtection),
        Act("enqcmds", [0xf3, 0x0f, 0x38, 0xf8, 0x03], .invalidOpcode, .generalProtection),
        Act("xbegin that aborts", [0xc7, 0xf8, 0, 0, 0, 0], .returns, .invalidOpcode),
        Act("lar of ring 0's code", MachineCode.eax(8) + [0x0f, 0x02, 0xc8], .returns),
        Act("verw of ring 0's data", MachineCode.eax(0x10) + [0x0f, 0x00, 0xe8], .returns),
    ]

    @Test func workOrAreRefused() throws {
        let contained = try ContainedSandbox(Self.acts)
        for act in Self.acts { try contained.commit(act) }
    }

    /// A guest that moves into a shell whose last one has taken all rights to memory away from ring 3.
    @Test func theNextTenantHasItsMemory() throws {
        let code = Self.writeKeyRights(.max)
        let guest = try ActGuest([code])
        let configuration = Sandbox.Configuration(heapSize: .kibibytes(64), logger: .silent)
        let snapshot = try Sandbox(guest: .image(guest.image), configuration: configuration).snapshot()
        let shells = ShellCache(capacity: 1)
        for round in 0..<3 {
            let sandbox = try Sandbox(from: snapshot, logger: .silent, shells: shells)
            #expect(sandbox.resources?.shell.isReused == (round > 0))
            #expect(try sandbox.call("harmless") == Int32(1))
            _ = try? sandbox.call(guest.name(of: code)) as Int32
            try sandbox.close()
        }
    }
}
