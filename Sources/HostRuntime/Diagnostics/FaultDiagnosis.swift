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
        guard let frame = ExceptionFrame(at: registers.rsp, in: memory) else {
            return SandboxError(.protocolViolation, "the supervisor's report lies outside guest memory")
        }
        // A hypervisor that carries out a disabled SYSCALL may do so without leaving ring 3, which cannot execute
        // the supervisor's stub.
        if frame.instructionPointer == Supervisor.systemCallEntry, endsSystemCall(at: registers.rcx) {
            return systemCall(registers)
        }
        registers.rax = frame.rax
        registers.rip = frame.instructionPointer
        registers.rsp = frame.stackPointer
        registers.rflags = frame.flags
        let vector = UInt8(truncatingIfNeeded: frame.vector)
        return describe(
            report(
                vector: vector, errorCode: frame.errorCode,
                address: vector == Self.pageFault ? frame.faultAddress : nil, registers))
    }

    /// Reports a SYSCALL as the invalid instruction that it is when SYSCALL is disabled.
    private func systemCall(_ registers: ProcessorRegisters) -> SandboxError {
        var registers = registers
        registers.rip = registers.rcx &- Self.systemCallLength
        return describe(report(vector: Self.invalidOpcode, errorCode: 0, address: nil, registers))
    }

    private func report(
        vector: UInt8, errorCode: UInt64, address: UInt64?, _ registers: ProcessorRegisters
    ) -> FaultReport {
        FaultReport(
            vector: vector, errorCode: errorCode, address: address, instructionPointer: registers.rip,
            symbol: image.file.symbol(at: registers.rip),
            region: address.map { layout.region(at: $0)?.name ?? "unmapped" }, registers: registers,
            callStack: callStack(registers))
    }

    private func callStack(_ registers: ProcessorRegisters) -> [UInt64] {
        let walk = StackWalk(image, layout)
        let addresses = walk.addresses(from: registers.rip, framePointer: registers.rbp, in: memory).addresses
        guard addresses.isEmpty else { return addresses }
        // Not code: whoever called this has left on the stack where it is.
        let caller = memory.load(registers.rsp, as: UInt64.self) ?? 0
        return [registers.rip]
            + walk.addresses(from: caller, framePointer: registers.rbp, in: memory).addresses
            .prefix(StackWalk.frameLimit - 1)
    }

    private func describe(_ report: FaultReport) -> SandboxError {
        let place = report.symbol.map { " in \($0)" } ?? ""
        if report.vector == Self.invalidOpcode, isInstruction([0x0f, 0x0b], at: report.instructionPointer) {
            let reason = DebugInformation(image.file)?.runtimeFailure(at: report.instructionPointer)
            return SandboxError(
                .aborted,
                "the guest stopped at a trap\(place): \(reason ?? "an unnamed check failed (no debug information)")",
                guestError: GuestFailure(code: 0, message: reason ?? "trap"), fault: report)
        }
        if let address = report.address, isUnderStack(address), isUnderStack(report.registers.rsp) {
            return SandboxError(
                .stackOverflow,
                """
                the guest's stack of \(layout.stack.count) bytes overflowed\(place): give the sandbox a larger \
                stackSize, or let the guest recurse less deeply
                """, fault: report)
        }
        return SandboxError(.fault, "the guest was stopped by \(report)\(explanation(of: report))", fault: report)
    }

    private func isUnderStack(_ address: UInt64) -> Bool {
        address <= layout.stack.start.rawValue
            && layout.stack.start.rawValue - address <= UInt64(SandboxLayout.stackGuardSize)
    }

    private static let systemCall: [UInt8] = [0x0f, 0x05]
    private static let systemCallLength: UInt64 = 2

    /// SYSCALL leaves the address behind it in RCX.
    private func endsSystemCall(at address: UInt64) -> Bool {
        isInstruction(Self.systemCall, at: address &- Self.systemCallLength)
    }

    private func isInstruction(_ expected: [UInt8], at address: UInt64) -> Bool {
        code(at: address, count: expected.count) == expected
    }

    private func code(at address: UInt64, count: Int) -> [UInt8] {
        guard let range = GuestRange(start: address, count: UInt64(count)),
            image.file.isExecutable(address), let bytes = memory.bytes(range)
        else { return [] }
        return Array(bytes)
    }

    /// What is worth adding for instructions that guests must not use.
    private func explanation(of report: FaultReport) -> String {
        if report.vector == Self.invalidOpcode, isInstruction(Self.systemCall, at: report.instructionPointer) {
            return ": SYSCALL is closed, guests reach the host by host functions"
        }
        guard report.vector == Self.generalProtection, let port = port(of: report) else { return "" }
        return ": port 0x\(String(port, radix: 16)) is closed to guests"
    }

    /// The port of the IN or OUT at which the guest stopped (Intel SDM volume 2A, opcode map).
    private func port(of report: FaultReport) -> UInt64? {
        var bytes = code(at: report.instructionPointer, count: 4)[...]
        while let prefix = bytes.first, [0x66, 0xf2, 0xf3].contains(prefix) { bytes = bytes.dropFirst() }
        guard let opcode = bytes.first else { return nil }
        switch opcode {
        case 0xe4...0xe7: return bytes.dropFirst().first.map(UInt64.init)
        case 0xec...0xef, 0x6c...0x6f: return report.registers.rdx & 0xffff
        default: return nil
        }
    }
}
