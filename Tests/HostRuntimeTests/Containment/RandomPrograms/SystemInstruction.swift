import TestSupport

/// Instructions that say something about the system, or would change it (Intel SDM volume 2).
enum SystemInstruction {
    /// One of them; its operands are random where it has any.
    static func random(using random: inout SeededGenerator) -> [UInt8] {
        let code = all.randomElement(using: &random) ?? []
        return code.map { $0 ?? UInt8.random(in: 0...255, using: &random) }
    }

    /// Nil is a random byte.
    private static let all: [[UInt8?]] = [
        // HLT, CLI, STI, POPF, PUSHF, INT3, INTO, INT1
        [0xf4], [0xfa], [0xfb], [0x9d], [0x9c], [0xcc], [0xce], [0xf1],
        // INT, SYSCALL, SYSENTER, SYSRET, SYSEXIT
        [0xcd, nil], [0x0f, 0x05], [0x0f, 0x34], [0x0f, 0x07], [0x0f, 0x35],
        // IRET, IRETQ, RETF; far CALL and JMP among others
        [0xcf], [0x48, 0xcf], [0xcb], [0x48, 0xcb], [0xca, nil, nil], [0xff, nil], [0x48, 0xff, nil],
        // MOV of segment registers, POP FS, POP GS, LSS, LFS
        [0x8e, nil], [0x8c, nil], [0x0f, 0xa1], [0x0f, 0xa9], [0x0f, 0xb2, nil], [0x0f, 0xb4, nil],
        // MOV of control and debug registers
        [0x0f, 0x20, nil], [0x0f, 0x22, nil], [0x0f, 0x21, nil], [0x0f, 0x23, nil],
        // WRMSR, RDMSR, RDPMC, RDTSC
        [0x0f, 0x30], [0x0f, 0x32], [0x0f, 0x33], [0x0f, 0x31],
        // LLDT, LTR, LGDT, LIDT, LMSW, INVLPG, SWAPGS, VMCALL, XSETBV and their like
        [0x0f, 0x00, nil], [0x0f, 0x01, nil],
        // LAR, LSL, CLTS, INVD, WBINVD, CPUID
        [0x0f, 0x02, nil], [0x0f, 0x03, nil], [0x0f, 0x06], [0x0f, 0x08], [0x0f, 0x09], [0x0f, 0xa2],
        // RDRAND, VMPTRLD and their like, VMREAD, VMWRITE
        [0x0f, 0xc7, nil], [0x0f, 0x78, nil], [0x0f, 0x79, nil],
        // FXRSTOR, XRSTOR, WRFSBASE and their like
        [0x0f, 0xae, nil], [0xf3, 0x0f, 0xae, nil], [0x48, 0x0f, 0xae, nil],
        // INVPCID, UD2, GETSEC
        [0x66, 0x0f, 0x38, 0x82, nil], [0x0f, 0x0b], [0x0f, 0x37],
        // x87, REP STOS, REP MOVS
        [0xdb, 0xe3], [0xd9, nil], [0xdd, nil], [0xf3, 0xab], [0xf3, 0xa4],
    ]
}
