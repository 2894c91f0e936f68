/// The values with which every vCPU starts and which ring 3 can never change (Intel SDM volume 3A, section 2.5).
enum ControlRegisters {
    /// PE, MP, ET, NE, WP and PG: protected, paged, writes checked in ring 0 too, x87 errors as exceptions.
    static let cr0: UInt64 = 1 << 0 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 16 | 1 << 31

    /// PAE, OSFXSR and OSXMMEXCPT, which Swift code needs for SSE; the protections as far as the host has them.
    static func cr4(_ protections: ProcessorProtections) -> UInt64 {
        var value: UInt64 = 1 << 5 | 1 << 9 | 1 << 10
        if protections.hidesDescriptorTables { value |= 1 << 11 }
        if protections.preventsSupervisorExecution { value |= 1 << 20 }
        if protections.preventsSupervisorAccess { value |= 1 << 21 }
        return value
    }

    /// LME, LMA and NXE. SCE stays clear: guests have no system calls.
    static let efer: UInt64 = 1 << 8 | 1 << 10 | 1 << 11

    /// RFLAGS with nothing but the bit that is always one: IOPL 0, no interrupts, direction up.
    static let flags: UInt64 = 1 << 1
}
