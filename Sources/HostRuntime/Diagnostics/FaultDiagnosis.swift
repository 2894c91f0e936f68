internal import CSupervisor

/// Turns what the supervisor reported into an error that says what happened.
struct FaultDiagnosis {
    let image: GuestImage
    let layout: SandboxLayout
    let memory: UnsafeGuestMemory

    private static let invalidOpcode: UInt8 = 6
    private static let generalProtection: UInt8 = 13
    private static let pageFault: UInt8 = 14

    /// - Parameters:
    ///   - registers: The registers at the OUT by which the supervisor reported.
    ///   - isSystemCall: Whether a SYSCALL reached the supervisor rather than an exception.
    func error(registers: ProcessorRegisters, isSystemCall: Bool) -> SandboxError {
        var registers = registers
        if isSystemCall { return systemCall(registers) }
        guard let frame = ExceptionFrame(at: registers.stackAddress, in: memory) else {
            return SandboxError(.protocolViolation, "the supervisor's report lies outside guest memory")
        }
        // A hypervisor that carries out a disabled SYSCALL may do so without leaving ring 3, which cannot execute
        // the supervisor's stub.
        if frame.instructionPointer == Supervisor.systemCallEntry,
            isInstruction(Self.systemCall, at: registers.systemCallAddress)
        {
            return systemCall(registers)
        }
        frame.restore(&registers)
        return describe(
            report(
                vector: frame.vector, errorCode: frame.errorCode,
                address: frame.vector == Self.pageFault ? frame.faultAddress : nil, registers))
    }

    /// Reports a SYSCALL as the invalid instruction that it is when SYSCALL is disabled.
    private func systemCall(_ registers: ProcessorRegisters) -> SandboxError {
        var registers = registers
        registers.returnToSystemCall()
        return describe(report(vector: Self.invalidOpcode, errorCode: 0, address: nil, registers))
    }

    private func report(
        vector: UInt8, errorCode: GuestNumber, address: GuestAddress?, _ registers: ProcessorRegisters
    ) -> FaultReport {
        FaultReport(
            vector: vector, errorCode: errorCode, address: address,
            symbol: image.file.symbol(at: registers.instructionAddress),
            region: address.map { layout.region(at: $0)?.name ?? "unmapped" }, registers: registers,
            callStack: callStack(registers))
    }

    private func callStack(_ registers: ProcessorRegisters) -> [GuestAddress] {
        let walk = StackWalk(image, layout)
        let (instruction, frame) = (registers.instructionAddress, registers.frameAddress)
        let addresses = walk.addresses(from: instruction, framePointer: frame, in: memory).addresses
        guard addresses.isEmpty else { return addresses }
        // Not code: whoever called this has left on the stack where it is.
        let caller = GuestAddress(memory.word(at: registers.stackAddress) ?? 0)
        return [instruction]
            + walk.addresses(from: caller, framePointer: frame, in: memory).addresses.prefix(StackWalk.frameLimit - 1)
    }

    private func describe(_ report: FaultReport) -> SandboxError {
        let place = report.symbol.map { " in \($0)" } ?? ""
        if report.vector == Self.invalidOpcode, isInstruction([0x0f, 0x0b], at: report.registers.instructionAddress) {
            let reason = DebugInformation(image.file)?.runtimeFailure(
                at: report.registers.instructionAddress)
            return SandboxError(
                .aborted,
                "the guest stopped at a trap\(place): \(reason ?? "an unnamed check failed (no debug information)")",
                guestError: GuestFailure(code: 0, message: reason ?? "trap"), fault: report)
        }
        if let address = report.faultAddress, isUnderStack(address), isUnderStack(report.registers.stackAddress) {
            return SandboxError(
                .stackOverflow,
                """
                the guest's stack of \(layout.stack.count) bytes overflowed\(place): give the sandbox a larger \
                stackSize, or let the guest recurse less deeply
                """, fault: report)
        }
        return SandboxError(.fault, "the guest was stopped by \(report)\(explanation(of: report))", fault: report)
    }

    private func isUnderStack(_ address: GuestAddress) -> Bool {
        guard let distance = layout.stack.start.number.subtracting(address.number) else { return false }
        return distance <= GuestNumber(SandboxLayout.stackGuardSize)
    }

    private static let systemCall: [UInt8] = [0x0f, 0x05]

    private func isInstruction(_ expected: [UInt8], at address: GuestAddress) -> Bool {
        code(at: address, count: expected.count) == expected
    }

    private func code(at address: GuestAddress, count: Int) -> [UInt8] {
        guard let range = GuestRange(start: address, count: GuestNumber(count)),
            image.file.isExecutable(address), let bytes = memory.bytes(range)
        else { return [] }
        return Array(bytes)
    }

    /// What is worth adding for instructions that guests must not use.
    private func explanation(of report: FaultReport) -> String {
        if report.vector == Self.invalidOpcode, isInstruction(Self.systemCall, at: report.registers.instructionAddress)
        {
            return ": SYSCALL is closed, guests reach the host by host functions"
        }
        guard report.vector == Self.generalProtection, let port = port(of: report) else { return "" }
        return ": port \(port.hexadecimal) is closed to guests"
    }

    /// The port of the IN or OUT at which the guest stopped (Intel SDM volume 2A, opcode map).
    private func port(of report: FaultReport) -> GuestNumber? {
        var bytes = code(at: report.registers.instructionAddress, count: 4)[...]
        while let prefix = bytes.first, [0x66, 0xf2, 0xf3].contains(prefix) { bytes = bytes.dropFirst() }
        guard let opcode = bytes.first else { return nil }
        switch opcode {
        case 0xe4...0xe7: return bytes.dropFirst().first.map { GuestNumber($0) }
        case 0xec...0xef, 0x6c...0x6f: return report.registers.port
        default: return nil
        }
    }
}
