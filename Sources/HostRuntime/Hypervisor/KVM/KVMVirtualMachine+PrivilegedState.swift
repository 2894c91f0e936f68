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
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        var system = SystemRegisters(state)
        system.codeSelector = 0
        var debug = kvm_debugregs()
        try processor.control(CKVM_GET_DEBUGREGS, with: &debug)
        var registers: [UInt32: UInt64] = [:]
        for number in Self.modelSpecificRegisters { registers[number] = try modelSpecificRegister(number) }
        let singleStep: UInt64 = 1 << 14
        return PrivilegedState(
            system: system, cr8: state.cr8, localAPICBase: state.apic_base,
            localDescriptorTable: .init(state.ldt), localDescriptorTableSelector: state.ldt.selector,
            extendedControlRegisters: try extendedControlRegisters(),
            breakpoints: [debug.db.0, debug.db.1, debug.db.2, debug.db.3],
            debugStatus: debug.dr6 & ~singleStep, debugControl: debug.dr7, modelSpecificRegisters: registers)
    }

    private func extendedControlRegisters() throws(HypervisorError) -> [UInt32: UInt64] {
        var state = kvm_xcrs()
        try processor.control(CKVM_GET_XCRS, with: &state)
        return withUnsafeBytes(of: &state.xcrs) { bytes in
            let registers = bytes.bindMemory(to: kvm_xcr.self).prefix(Int(state.nr_xcrs))
            return Dictionary(registers.map { ($0.xcr, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Nil for a register that KVM does not know: it reads as many as it can, and says how many these are.
    private func modelSpecificRegister(_ number: UInt32) throws(HypervisorError) -> UInt64? {
        var request = ckvm_msr()
        request.count = 1
        request.entry.index = number
        return try processor.control(CKVM_GET_MSRS, with: &request) == 1 ? request.entry.data : nil
    }
}
