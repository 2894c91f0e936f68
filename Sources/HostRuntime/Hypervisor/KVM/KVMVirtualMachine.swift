internal import CKVM
import Glibc
import SystemPackage

/// A VM with one vCPU on KVM.
final class KVMVirtualMachine: VirtualMachine {
    private let system: KVMSystem
    private let machine: KVMDescriptor
    let processor: KVMDescriptor
    /// The kernel reads and writes it while the vCPU runs; between runs it belongs to this object.
    private let shared: UnsafeMutablePointer<kvm_run>
    /// The slots map these pages, so they must not go before the VM.
    private let memory: UnsafeGuestMemory

    let interruption: KVMInterruption
    private let dirtyLog: KVMDirtyLog

    /// - Parameters:
    ///   - memory: What the guest sees; it is kept as long as the VM.
    ///   - slots: The parts of it that exist for the guest. Tracking costs a fault for each page of a slot that the guest
    ///     writes for the first time after a collection.
    init(memory: UnsafeGuestMemory, slots: [MemorySlot]) throws(HypervisorError) {
        interruption = try KVMInterruption()
        system = try KVMSystem.open()
        self.memory = memory
        machine = try system.makeVirtualMachine()
        for (index, slot) in slots.enumerated() { try Self.add(slot, UInt32(index), of: memory, to: machine) }
        dirtyLog = KVMDirtyLog(slots, protectsOnRequest: system.protectsOnRequest)
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

    private static func add(
        _ slot: MemorySlot, _ number: UInt32, of memory: UnsafeGuestMemory, to machine: borrowing KVMDescriptor
    ) throws(HypervisorError) {
        guard memory.reservation.contains(slot.range) else {
            throw HypervisorError(operation: "giving a guest memory at \(slot.range)", errno: .badAddress)
        }
        var region = kvm_userspace_memory_region()
        region.slot = number
        region.flags = slot.isTracked ? UInt32(KVM_MEM_LOG_DIRTY_PAGES) : 0
        region.guest_phys_addr = slot.range.start.rawBits
        region.memory_size = slot.range.count.rawBits
        region.userspace_addr = memory.hostAddress + (slot.range.start.rawBits - memory.reservation.start.rawBits)
        try machine.control(CKVM_SET_USER_MEMORY_REGION, with: &region)
    }

    func prepare(pageTableRoot: GuestAddress) throws(HypervisorError) {
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        state.cr0 = ControlRegisters.cr0
        state.cr3 = pageTableRoot.rawBits
        state.cr4 = ControlRegisters.cr4(system.protections)
        state.efer = ControlRegisters.efer
        // Selectors of a local table, which ring 3 may load, must find none.
        state.ldt = .none
        state.cs = .supervisorCode
        for segment in [\kvm_sregs.ds, \.es, \.fs, \.gs, \.ss] { state[keyPath: segment] = .supervisorData }
        try processor.control(CKVM_SET_SREGS, with: &state)
    }

    func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit {
        // The kernel takes them over at the entry, without a system call of their own.
        shared.pointee.s.regs.regs = kvm_regs(registers)
        shared.pointee.kvm_dirty_regs = Self.generalRegisters
        return try run()
    }

    func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit {
        shared.pointee.s.regs.regs.rax = reply.first.rawBits
        shared.pointee.s.regs.regs.rdx = reply.second.rawBits
        shared.pointee.kvm_dirty_regs = Self.generalRegisters
        return try run()
    }

    func run() throws(HypervisorError) -> MachineExit {
        interruption.willRun()
        defer { interruption.didRun() }
        // Where KVM_RUN fails it need not say so here, and what was here before is over.
        shared.pointee.exit_reason = UInt32(KVM_EXIT_UNKNOWN)
        while try !processor.run() {
            // Any other signal is not the guest's business: the vCPU goes on where it was.
            if interruption.take(shared) {
                // KVM says so only if the request came after the entry.
                shared.pointee.exit_reason = UInt32(KVM_EXIT_INTR)
                return .interrupted
            }
        }
        return exit()
    }

    func settle() throws(HypervisorError) -> PrivilegeLevel? {
        switch Int32(bitPattern: shared.pointee.exit_reason) {
        case KVM_EXIT_IO, KVM_EXIT_MMIO, KVM_EXIT_INTR: break
        default: return nil
        }
        guard try finishInstruction() else { return nil }
        // An exception that was about to be delivered belongs to the past. All zero: nothing pending, nothing blocked.
        var events = kvm_vcpu_events()
        events.flags = UInt32(KVM_VCPUEVENT_VALID_NMI_PENDING | KVM_VCPUEVENT_VALID_SHADOW)
        try processor.control(CKVM_SET_VCPU_EVENTS, with: &events)
        return PrivilegeLevel(rawValue: UInt8(try systemRegisters().codeSelector & 3))
    }

    /// Lets KVM complete the port or memory access that the guest left by, which it does at the next KVM_RUN.
    ///
    /// A repeated string instruction comes back for each piece, and its count is the guest's: false if it is too long.
    private func finishInstruction() throws(HypervisorError) -> Bool {
        try interruption.withoutEntering(shared) { () throws(HypervisorError) in
            for _ in 0..<Self.piecesOfAnInstruction {
                if try !processor.run() { return true }
            }
            return false
        }
    }

    /// An access of 4 KiB in pieces of 8 bytes, with some to spare; a guest gains nothing by longer ones.
    private static let piecesOfAnInstruction = 1024

    func interrupt() {
        interruption.request(shared)
    }

    func withdrawInterruption() {
        _ = interruption.take(shared)
    }

    func readDirtyPages(into pages: inout PageSet) throws(HypervisorError) {
        try dirtyLog.read(from: machine, into: &pages)
    }

    func protect(_ pages: PageSet) throws(HypervisorError) {
        try dirtyLog.protect(pages, of: machine)
    }

    var registers: ProcessorRegisters { ProcessorRegisters(shared.pointee.s.regs.regs) }

    var instructionPointer: GuestAddress { GuestAddress(rawBits: shared.pointee.s.regs.regs.rip) }

    /// The kernel need not know the one, and old ones cannot be asked for the other.
    var timeStampCounter: TimeStampCounterReport {
        let kilohertz = (try? processor.control(CKVM_GET_TSC_KHZ)) ?? 0
        return TimeStampCounterReport(
            frequency: kilohertz > 0 ? UInt64(kilohertz) * 1000 : nil, offset: try? timeStampCounterOffset())
    }

    private func timeStampCounterOffset() throws(HypervisorError) -> Int64 {
        var offset: Int64 = 0
        try withUnsafeMutablePointer(to: &offset) { (pointer) throws(HypervisorError) in
            var request = kvm_device_attr()
            request.group = UInt32(KVM_VCPU_TSC_CTRL)
            request.attr = UInt64(KVM_VCPU_TSC_OFFSET)
            request.addr = UInt64(UInt(bitPattern: pointer))
            try processor.control(CKVM_GET_DEVICE_ATTR, with: &request)
        }
        return offset
    }

    func systemRegisters() throws(HypervisorError) -> SystemRegisters {
        var state = kvm_sregs()
        try processor.control(CKVM_GET_SREGS, with: &state)
        return SystemRegisters(state)
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
            let words = MachineWords(
                first: GuestNumber(run.pointee.s.regs.regs.rdi), second: GuestNumber(run.pointee.s.regs.regs.rsi))
            return .output(port: io.port, value: value, words: words)
        case UInt32(KVM_EXIT_MMIO):
            return .memoryAccess(
                address: GuestAddress(rawBits: run.pointee.mmio.phys_addr), isWrite: run.pointee.mmio.is_write != 0)
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
