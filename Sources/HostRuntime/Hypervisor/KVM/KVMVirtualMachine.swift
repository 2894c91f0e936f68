internal import CKVM
import Glibc
import SystemPackage

/// A VM with one memory slot and one vCPU on KVM.
final class KVMVirtualMachine: VirtualMachine {
    private let system: KVMSystem
    private let machine: KVMDescriptor
    private let processor: KVMDescriptor
    /// The kernel reads and writes it while the vCPU runs; between runs it belongs to this object.
    private let shared: UnsafeMutablePointer<kvm_run>
    /// The slot maps these pages, so they must not go before the VM.
    private let memory: UnsafeGuestMemory

    private let interruption: KVMInterruption

    /// - Parameters:
    ///   - memory: What the guest sees; it is kept as long as the VM.
    ///   - tracksDirtyPages: Whether ``collectDirtyPages(into:)`` will be used. Tracking costs a fault for each page that
    ///     the guest writes for the first time after a collection.
    init(memory: UnsafeGuestMemory, tracksDirtyPages: Bool = false) throws(HypervisorError) {
        interruption = try KVMInterruption()
        system = try KVMSystem.open()
        self.memory = memory
        machine = try system.makeVirtualMachine()
        var slot = kvm_userspace_memory_region()
        slot.flags = tracksDirtyPages ? UInt32(KVM_MEM_LOG_DIRTY_PAGES) : 0
        slot.guest_phys_addr = memory.range.start.rawValue
        slot.memory_size = memory.range.count
        slot.userspace_addr = memory.hostAddress
        try machine.control(CKVM_SET_USER_MEMORY_REGION, with: &slot)
        processor = KVMDescriptor(owning: FileDescriptor(rawValue: try machine.control(CKVM_CREATE_VCPU)))
        let mapping = mmap(
            nil, system.runStructureSize, PROT_READ | PROT_WRITE, MAP_SHARED, processor.rawValue, 0)
        guard let mapping, mapping != MAP_FAILED else {
            throw HypervisorError(operation: "mmap of kvm_run", errno: .current)
        }
        shared = mapping.assumingMemoryBound(to: kvm_run.self)
        // From here on `deinit` unmaps it, also when the rest fails.
        try system.configureProcessor(of: processor)
        shared.pointee.kvm_valid_regs = Self.generalRegisters
    }

    deinit {
        munmap(shared, system.runStructureSize)
    }

    private static let generalRegisters = UInt64(KVM_SYNC_X86_REGS)

    func prepare(_ boot: BootState) throws(HypervisorError) {
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        state.cr0 = ControlRegisters.cr0
        state.cr3 = boot.pageTableRoot.rawValue
        state.cr4 = ControlRegisters.cr4(system.protections)
        state.efer = ControlRegisters.efer
        // Selectors of a local table, which ring 3 may load, must find none.
        state.ldt = .none
        state.cs = .supervisorCode
        for segment in [\kvm_sregs.ds, \.es, \.fs, \.gs, \.ss] { state[keyPath: segment] = .supervisorData }
        try processor.control(CKVM_SET_SREGS, with: &state)
        setRegisters(kvm_regs(boot.registers))
    }

    func run(_ entry: EntryState) throws(HypervisorError) -> MachineExit {
        var registers = kvm_regs()
        registers.rip = entry.instructionPointer
        registers.rsp = entry.stackPointer
        (registers.rdi, registers.rsi, registers.rdx) = entry.arguments
        registers.rflags = ControlRegisters.flags
        setRegisters(registers)
        return try run()
    }

    func resume(reply: (UInt64, UInt64)) throws(HypervisorError) -> MachineExit {
        shared.pointee.s.regs.regs.rax = reply.0
        shared.pointee.s.regs.regs.rdx = reply.1
        shared.pointee.kvm_dirty_regs = Self.generalRegisters
        return try run()
    }

    func run() throws(HypervisorError) -> MachineExit {
        interruption.willRun()
        defer { interruption.didRun() }
        while try !processor.run() {
            // Any other signal is not the guest's business: the vCPU goes on where it was.
            if interruption.take(shared) { return .interrupted }
        }
        return exit()
    }

    func interrupt() {
        interruption.request(shared)
    }

    func collectDirtyPages(into pages: inout DirtyPages) throws(HypervisorError) {
        var request = kvm_dirty_log()
        try pages.withBitmap(of: memory.range) { (bitmap) throws(HypervisorError) in
            request.dirty_bitmap = UnsafeMutableRawPointer(bitmap)
            try machine.control(CKVM_GET_DIRTY_LOG, with: &request)
        }
    }

    var registers: ProcessorRegisters { ProcessorRegisters(shared.pointee.s.regs.regs) }

    /// The kernel takes them over at the next entry, without a system call of their own.
    private func setRegisters(_ registers: kvm_regs) {
        shared.pointee.s.regs.regs = registers
        shared.pointee.kvm_dirty_regs = Self.generalRegisters
    }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters {
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        return SystemRegisters(
            cr0: state.cr0, cr3: state.cr3, cr4: state.cr4, efer: state.efer,
            globalDescriptorTable: .init(base: state.gdt.base, limit: state.gdt.limit),
            interruptDescriptorTable: .init(base: state.idt.base, limit: state.idt.limit),
            taskStateSegment: .init(base: state.tr.base, limit: UInt16(truncatingIfNeeded: state.tr.limit)),
            taskStateSelector: state.tr.selector, codeSelector: state.cs.selector)
    }

    /// Reads the last exit out of the shared structure (Documentation/virt/kvm/api.rst, section 5).
    @inline(__always)
    private func exit() -> MachineExit {
        let run = shared
        switch run.pointee.exit_reason {
        case UInt32(KVM_EXIT_IO):
            let io = run.pointee.io
            guard io.direction == UInt8(KVM_EXIT_IO_OUT), io.size == 4, io.count == 1,
                io.data_offset <= UInt64(system.runStructureSize - 4)
            else {
                return .portAccess(
                    port: io.port, isInput: io.direction == UInt8(KVM_EXIT_IO_IN), size: Int(io.size),
                    count: Int(io.count))
            }
            let value = UnsafeRawPointer(run).loadUnaligned(fromByteOffset: Int(io.data_offset), as: UInt32.self)
            let words = MachineWords(first: run.pointee.s.regs.regs.rdi, second: run.pointee.s.regs.regs.rsi)
            return .output(port: io.port, value: value, words: words)
        case UInt32(KVM_EXIT_MMIO):
            return .memoryAccess(address: run.pointee.mmio.phys_addr, isWrite: run.pointee.mmio.is_write != 0)
        case UInt32(KVM_EXIT_HLT):
            return .halt
        case UInt32(KVM_EXIT_SHUTDOWN):
            return .shutdown
        case UInt32(KVM_EXIT_INTERNAL_ERROR):
            return .failure(reason: run.pointee.exit_reason, detail: UInt64(run.pointee.internal.suberror))
        case UInt32(KVM_EXIT_FAIL_ENTRY):
            return .failure(
                reason: run.pointee.exit_reason, detail: run.pointee.fail_entry.hardware_entry_failure_reason)
        default:
            return .failure(reason: run.pointee.exit_reason, detail: 0)
        }
    }
}
