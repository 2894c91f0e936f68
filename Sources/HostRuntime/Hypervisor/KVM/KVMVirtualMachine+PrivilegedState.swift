internal import CKVM

extension KVMVirtualMachine {
    /// The model-specific registers by which a processor enters ring 0, translates, and debugs (Intel SDM volume 4, table 2-2;
    /// AMD APM volume 2, appendix A).
    private static let modelSpecificRegisters: [UInt32] = [
        0x1b,  // APIC_BASE
        0x3a,  // FEATURE_CONTROL
        0x3b,  // TSC_ADJUST
        0x174, 0x175, 0x176,  // SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP
        0x1a0,  // MISC_ENABLE
        0x1d9,  // DEBUGCTL
        0x277,  // PAT
        0x2ff,  // MTRR_DEF_TYPE
        0xda0,  // XSS
        0xc000_0080,  // EFER
        0xc000_0081, 0xc000_0082, 0xc000_0083, 0xc000_0084,  // STAR, LSTAR, CSTAR, SFMASK
        0xc000_0102,  // KERNEL_GS_BASE
        0xc000_0103,  // TSC_AUX
        0xc001_0114, 0xc001_0117,  // VM_CR, VM_HSAVE_PA
        0x4b56_4d00, 0x4b56_4d01, 0x4b56_4d02, 0x4b56_4d03,  // KVM's clock, asynchronous page faults and stolen time
    ]

    /// The privileged state as it is now.
    func privilegedState() throws(HypervisorError) -> PrivilegedState {
        var system = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &system)
        var debug = kvm_debugregs()
        try processor.control(CKVM_GET_DEBUGREGS, with: &debug)
        var registers: [UInt32: UInt64] = [:]
        for number in Self.modelSpecificRegisters { registers[number] = try modelSpecificRegister(number) }
        let singleStep: UInt64 = 1 << 14
        return PrivilegedState(
            cr0: system.cr0, cr3: system.cr3, cr4: system.cr4, cr8: system.cr8, efer: system.efer,
            localAPICBase: system.apic_base,
            globalDescriptorTable: .init(base: system.gdt.base, limit: system.gdt.limit),
            interruptDescriptorTable: .init(base: system.idt.base, limit: system.idt.limit),
            taskStateSegment: .init(system.tr), taskStateSelector: system.tr.selector,
            localDescriptorTable: .init(system.ldt), localDescriptorTableSelector: system.ldt.selector,
            breakpoints: [debug.db.0, debug.db.1, debug.db.2, debug.db.3],
            debugStatus: debug.dr6 & ~singleStep, debugControl: debug.dr7, modelSpecificRegisters: registers)
    }

    /// Nil for a register that KVM does not know: it reads as many as it can, and says how many these are.
    private func modelSpecificRegister(_ number: UInt32) throws(HypervisorError) -> UInt64? {
        var request = ckvm_msr()
        request.count = 1
        request.entry.index = number
        return try processor.control(CKVM_GET_MSRS, with: &request) == 1 ? request.entry.data : nil
    }
}
