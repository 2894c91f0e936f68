import Testing

@testable import HostRuntime

/// Instructions that 64-bit mode does not have, and the exceptions of those that it has.
@Suite("Hostile acts: invalid instructions")
struct InvalidInstructionTests {
    private static let acts: [Act] = [
        Act("div of zero", [0x31, 0xc9, 0xf7, 0xf1], .divideError),
        Act("idiv that overflows", MachineCode.eax(0x8000_0000) + [0x99, 0x83, 0xc9, 0xff, 0xf7, 0xf9], .divideError),
        Act("ud2", [0x0f, 0x0b], .trap),
        Act("ud0", [0x0f, 0xff, 0xc0], .invalidOpcode),
        Act("ud1", [0x0f, 0xb9, 0xc0], .invalidOpcode),
        // QEMU's emulation overlooks the prefix.
        Act("lock of a register", [0xf0, 0x89, 0xc0], .invalidOpcode, .returns),
        Act("lock of a load", [0xf0, 0x8b, 0x03], .invalidOpcode, .returns),
        // Intel SDM volume 2, appendix A: invalid in 64-bit mode. BOUND's opcode is EVEX's first byte, that of LES and LDS VEX's.
        Act("bound", [0x62, 0x03], .invalidOpcode),
        Act("into", [0xce], .invalidOpcode),
        Act("pusha", [0x60], .invalidOpcode),
        Act("popa", [0x61], .invalidOpcode),
        Act("daa", [0x27], .invalidOpcode),
        Act("das", [0x2f], .invalidOpcode),
        Act("aaa", [0x37], .invalidOpcode),
        Act("aas", [0x3f], .invalidOpcode),
        Act("aam", [0xd4, 0x0a], .invalidOpcode),
        Act("aad", [0xd5, 0x0a], .invalidOpcode),
        Act("salc", [0xd6], .invalidOpcode),
        Act("push es", [0x06], .invalidOpcode),
        Act("pop es", [0x07], .invalidOpcode),
        Act("push cs", [0x0e], .invalidOpcode),
        Act("push ss", [0x16], .invalidOpcode),
        Act("pop ss", [0x17], .invalidOpcode),
        Act("push ds", [0x1e], .invalidOpcode),
        Act("pop ds", [0x1f], .invalidOpcode),
        Act("opcode 82", [0x82, 0xc0, 0x00], .invalidOpcode),
        Act("call far, immediate", [0x9a, 0, 0, 0, 0, 0x08, 0], .invalidOpcode),
        Act("jmp far, immediate", [0xea, 0, 0, 0, 0, 0x08, 0], .invalidOpcode),
        Act("mov to cs", MachineCode.eax(8) + [0x8e, 0xc8], .invalidOpcode),
        Act("mov to segment 6", MachineCode.eax(8) + [0x8e, 0xf0], .invalidOpcode),
        // More than 15 bytes are a #GP (Intel SDM volume 2A, section 2.3.11).
        Act("16 bytes", [UInt8](repeating: 0x66, count: 15) + [0x90], .generalProtection),
        Act("x87 stack underflow, masked", [0xdb, 0xe3, 0xde, 0xf9], .returns),
    ]

    @Test func endInTheirExceptions() throws {
        let contained = try ContainedSandbox(Self.acts)
        for act in Self.acts { try contained.commit(act) }
    }
}
