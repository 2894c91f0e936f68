internal import CSupervisor
internal import Wire

/// The ring-0 side of a sandbox: its code, and the tables that the code loads.
enum Supervisor {
    /// 8 of the double fault, which must find a sound stack whatever the first fault did (Intel SDM 3A, 6.15).
    private static let doubleFaultVector = 8
    /// INT3 is the one exception that ring 3 may raise by name.
    private static let breakpointVector = 3
    private static let faultStackIndex: UInt8 = 1
    private static let doubleFaultStackIndex: UInt8 = 2

    static let segments: [SegmentDescriptor] = [
        .null,
        .code(privilege: .supervisor, accessed: true),
        .data(privilege: .supervisor, accessed: true),
        .data(privilege: .user, accessed: true),
        .code(privilege: .user, accessed: true),
        .taskState(
            base: SupervisorLayout.taskState.rawBits, limit: UInt32(TaskStateSegment.encodedSize - 1), busy: false),
    ]

    static let gates: [InterruptGate] = (0..<Int(SWIFTLET_SUPERVISOR_VECTOR_COUNT)).map { vector in
        InterruptGate(
            handler: SupervisorLayout.code.rawBits + swiftlet_supervisor_vectors_offset()
                + UInt64(vector * Int(SWIFTLET_SUPERVISOR_VECTOR_STRIDE)),
            selector: .supervisorCode,
            interruptStack: vector == doubleFaultVector ? doubleFaultStackIndex : faultStackIndex,
            privilege: vector == breakpointVector ? .user : .supervisor)
    }

    static let taskState = TaskStateSegment(
        supervisorStack: SupervisorLayout.faultStackTop,
        interruptStacks: [SupervisorLayout.faultStackTop, SupervisorLayout.doubleFaultStackTop, 0, 0, 0, 0, 0],
        allowedPorts: Set(
            ExitPort.allCases.filter(\.isOpenToGuests).flatMap { port in (0..<4).map { port.rawValue + $0 } }))

    static let segmentTableLimit = UInt16(segments.reduce(0) { $0 + $1.encoded.count } * 8 - 1)
    static let interruptTableLimit = UInt16(gates.count * 16 - 1)

    private static let segmentTablePointer = SupervisorLayout.descriptors.rawBits + 0x80
    private static let interruptTablePointer = SupervisorLayout.descriptors.rawBits + 0x90

    /// Where LSTAR points.
    static let systemCallEntry = GuestAddress(
        rawBits: SupervisorLayout.code.rawBits + swiftlet_supervisor_system_call_offset())

    private typealias Contents = (address: GuestAddress, bytes: [UInt8])

    /// What nobody writes; the same for every sandbox, and so made once.
    private static let code: [Contents] = {
        let code = UnsafeRawBufferPointer(
            start: swiftlet_supervisor_bytes(), count: Int(swiftlet_supervisor_size()))
        return [
            (SupervisorLayout.code, Array(code)),
            (SupervisorLayout.interruptTable, bytes(of: gates.flatMap { [$0.encoded.0, $0.encoded.1] })),
        ]
    }()

    /// What a vCPU reads as it boots, and then writes.
    private static let data: [Contents] = [
        (SupervisorLayout.descriptors, bytes(of: segments.flatMap(\.encoded))),
        (GuestAddress(rawBits: segmentTablePointer), pointer(segmentTableLimit, SupervisorLayout.descriptors)),
        (GuestAddress(rawBits: interruptTablePointer), pointer(interruptTableLimit, SupervisorLayout.interruptTable)),
        (SupervisorLayout.taskState, taskState.encoded),
    ]

    private static func bytes(of words: [UInt64]) -> [UInt8] {
        words.withUnsafeBytes { Array($0) }
    }

    /// The operand of LGDT and LIDT: limit, then base (Intel SDM volume 3A, section 3.5.1).
    private static func pointer(_ limit: UInt16, _ base: GuestAddress) -> [UInt8] {
        withUnsafeBytes(of: limit) { Array($0) } + withUnsafeBytes(of: base.rawBits) { Array($0) }
    }

    /// Copies the supervisor's code into a sandbox's memory.
    static func installCode(in memory: UnsafeGuestMemory) throws(HypervisorError) {
        for (address, contents) in code { try memory.copy(contents.span.bytes, to: address) }
    }

    /// Makes the supervisor's data ready for a vCPU to boot.
    static func installData(in memory: UnsafeGuestMemory) throws(HypervisorError) {
        for (address, contents) in data { try memory.copy(contents.span.bytes, to: address) }
    }

    /// Registers for a new vCPU, in ring 0: it loads the tables and drops to ring 3 at `entry`.
    ///
    /// - Parameter isTimed: Whether it reads the time-stamp counter on the way.
    static func bootRegisters(
        entry: GuestAddress, stackTop: GuestAddress, root: GuestAddress, isTimed: Bool
    ) -> ProcessorRegisters {
        var registers = ProcessorRegisters()
        let offset = isTimed ? swiftlet_supervisor_boot_timed_offset() : swiftlet_supervisor_boot_offset()
        registers.rip = SupervisorLayout.code.rawBits + offset
        registers.rsp = SupervisorLayout.faultStackTop
        registers.rflags = ControlRegisters.flags
        registers.r8 = segmentTablePointer
        registers.r9 = interruptTablePointer
        registers.r10 = systemCallEntry.rawBits
        registers.r11 = entry.rawBits
        registers.r12 = stackTop.rawBits
        registers.r13 = root.rawBits
        return registers
    }

    /// Registers by which a vCPU that stopped in ring 0 gets to where ring-3 registers say, with the page tables at `root`.
    static func leaveRegisters(for ringThree: ProcessorRegisters, root: GuestAddress) -> ProcessorRegisters {
        var registers = ringThree
        registers.rip = SupervisorLayout.code.rawBits + swiftlet_supervisor_leave_offset()
        registers.rsp = SupervisorLayout.faultStackTop
        registers.r11 = ringThree.rip
        registers.r12 = ringThree.rsp
        registers.r13 = root.rawBits
        return registers
    }
}
