internal import CKVM

extension KVMVirtualMachine {
    /// All model-specific registers that KVM keeps for a vCPU, and those by which a processor enters ring 0, translates, and
    /// debugs (Intel SDM volume 4, table 2-2; AMD APM volume 2, appendix A), but for those that change by themselves.
    private static let modelSpecificRegisters = Result { () throws(HypervisorError) in
        let always: [UInt32] = [
            0x1b,  // APIC_BASE
            0x1d9,  // DEBUGCTL
            0x2ff,  // MTRR_DEF_TYPE
            0xda0,  // XSS
            0xc000_0080,  // EFER
            0xc000_0081, 0xc000_0082, 0xc000_0083, 0xc000_0084,  // STAR, LSTAR, CSTAR, SFMASK
            0xc000_0102, 0xc000_0103,  // KERNEL_GS_BASE, TSC_AUX
        ]
        let changing: Set<UInt32> = [
            0x10, 0x6e0,  // TSC, TSC_DEADLINE
            0xe7, 0xe8,  // MPERF, APERF
            0x4000_0010, 0x4000_0020,  // Hyper-V's VP_RUNTIME and TIME_REF_COUNT
        ]
        return Set(try kept() + always).subtracting(changing).sorted()
    }

    /// The numbers of those that KVM keeps (KVM_GET_MSR_INDEX_LIST).
    private static func kept() throws(HypervisorError) -> [UInt32] {
        var list = ckvm_msr_list()
        list.count = UInt32(CKVM_MSR_CAPACITY)
        let device = try KVMSystem.openDevice()
        try device.control(CKVM_GET_MSR_INDEX_LIST, with: &list)
        let count = min(Int(list.count), Int(CKVM_MSR_CAPACITY))
        return withUnsafeBytes(of: &list.numbers) { Array($0.bindMemory(to: UInt32.self).prefix(count)) }
    }

    /// The privileged state as it is now.
    func privilegedState() throws(HypervisorError) -> PrivilegedState {
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        var system = SystemRegisters(state)
        system.codeSelector = 0
        var debug = kvm_debugregs()
        try processor.control(CKVM_GET_DEBUGREGS, with: &debug)
        let singleStep: UInt64 = 1 << 14
        return PrivilegedState(
            system: system, cr8: state.cr8, localAPICBase: state.apic_base,
            localDescriptorTable: .init(state.ldt), localDescriptorTableSelector: state.ldt.selector,
            extendedControlRegisters: try extendedControlRegisters(),
            breakpoints: [debug.db.0, debug.db.1, debug.db.2, debug.db.3],
            debugStatus: debug.dr6 & ~singleStep, debugControl: debug.dr7,
            modelSpecificRegisters: try values(of: Self.modelSpecificRegisters.get()))
    }

    private func extendedControlRegisters() throws(HypervisorError) -> [UInt32: UInt64] {
        var state = kvm_xcrs()
        try processor.control(CKVM_GET_XCRS, with: &state)
        return withUnsafeBytes(of: &state.xcrs) { bytes in
            let registers = bytes.bindMemory(to: kvm_xcr.self).prefix(Int(state.nr_xcrs))
            return Dictionary(registers.map { ($0.xcr, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The values of those registers that this vCPU has. KVM reads them in order, up to one that there is not.
    private func values(of numbers: [UInt32]) throws(HypervisorError) -> [UInt32: UInt64] {
        var values: [UInt32: UInt64] = [:]
        var rest = numbers.prefix(Int(CKVM_MSR_CAPACITY))
        while !rest.isEmpty {
            var request = ckvm_msrs()
            request.count = UInt32(rest.count)
            withUnsafeMutableBytes(of: &request.entries) { bytes in
                let entries = bytes.bindMemory(to: kvm_msr_entry.self)
                for (index, number) in rest.enumerated() { entries[index].index = number }
            }
            let count = Int(try processor.control(CKVM_GET_MSRS, with: &request))
            withUnsafeBytes(of: &request.entries) { bytes in
                for entry in bytes.bindMemory(to: kvm_msr_entry.self).prefix(count) { values[entry.index] = entry.data }
            }
            rest = rest.dropFirst(count + 1)
        }
        return values
    }
}
