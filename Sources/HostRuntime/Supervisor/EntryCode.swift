internal import CSupervisor

/// The ring-3 code by which a vCPU and each call begin and end (see EntryCode.S).
enum EntryCode {
    private static let contents = Array(
        UnsafeRawBufferPointer(start: swiftlet_entry_bytes(), count: Int(swiftlet_entry_size())))

    // Computed: a stored constant would be looked up as a lazy one at each call.
    private static var start: UInt64 { SupervisorLayout.entry.rawBits }
    /// The first instruction of ring 3.
    static var probe: GuestAddress { GuestAddress(rawBits: start + swiftlet_entry_probe_offset()) }
    /// The instruction of the probe that raises #UD where XSAVE is off (Intel SDM volume 2D, XGETBV).
    static var probeOfXSAVE: GuestAddress { GuestAddress(rawBits: start + swiftlet_entry_probe_xgetbv_offset()) }
    /// Where the probe goes on in that case.
    static var probeWithoutXSAVE: GuestAddress {
        GuestAddress(rawBits: start + swiftlet_entry_probe_without_xsave_offset())
    }
    private static var call: UInt64 { start + swiftlet_entry_call_offset() }
    /// The OUT that ends the probe.
    static var probeExit: GuestAddress { GuestAddress(rawBits: start + swiftlet_entry_probed_offset()) }
    /// The OUT that ends a call.
    static var returnExit: GuestAddress { GuestAddress(rawBits: start + swiftlet_entry_return_offset()) }

    /// The instruction that takes a vCPU to ring 0.
    static var park: GuestAddress { GuestAddress(rawBits: start + swiftlet_entry_park_offset()) }

    /// Copies the code into a new sandbox's memory.
    static func install(in memory: UnsafeGuestMemory) throws(HypervisorError) {
        try memory.copy(contents.span.bytes, to: SupervisorLayout.entry)
    }

    /// Registers that call `function` with two arguments.
    @inline(__always)
    static func registers(
        calling function: GuestAddress, _ words: MachineWords, stackTop: GuestAddress,
        on processor: RingThreeProcessor
    ) -> ProcessorRegisters {
        var registers = ProcessorRegisters()
        registers.rip = call
        registers.rsp = stackTop.rawBits
        registers.rflags = ControlRegisters.flags
        (registers.rdi, registers.rsi, registers.rdx) = (words.first.rawBits, words.second.rawBits, function.rawBits)
        registers.rcx = processor.entryFlags
        registers.r8 = processor.stackSelector
        return registers
    }

    /// Whether the vCPU left by the OUT that ends a call here, and so by a plain one, in ring 3.
    ///
    /// Ring 3 can jump to it, but not change it. It matters because of how KVM finishes an exit's instruction at the next
    /// entry: for a plain OUT the host may set other registers first, whereas string output, which looks the same to the
    /// host, would then still write its own into them.
    @inline(__always)
    static func isReturn(at instructionPointer: GuestAddress) -> Bool { isOutput(returnExit, instructionPointer) }

    /// Whether the vCPU left by the OUT that ends the probe.
    static func isProbeExit(at instructionPointer: GuestAddress) -> Bool { isOutput(probeExit, instructionPointer) }

    /// Where a vCPU stands after an OUT depends on the KVM: still at the instruction, or behind it.
    @inline(__always)
    private static func isOutput(_ output: GuestAddress, _ instructionPointer: GuestAddress) -> Bool {
        instructionPointer == output || instructionPointer.number == output.number &+ outputLength
    }

    /// OUT with an immediate port (Intel SDM volume 2B).
    private static let outputLength: GuestNumber = 2
}
