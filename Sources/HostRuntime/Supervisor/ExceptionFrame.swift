/// What the supervisor leaves on its stack when an exception ends ring 3 (see Supervisor.S).
struct ExceptionFrame: Equatable {
    var faultAddress: GuestAddress
    var vector: UInt8
    var errorCode: GuestNumber
    var instructionPointer: GuestAddress
    private var rax: UInt64
    private var flags: UInt64
    private var stackPointer: UInt64

    /// Reads the frame at ring 0's stack pointer; nil when that lies outside guest memory.
    init?(at stackPointer: GuestAddress, in memory: UnsafeGuestMemory) {
        guard let range = GuestRange(start: stackPointer, count: 72), let bytes = memory.bytes(range) else {
            return nil
        }
        func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
        faultAddress = GuestAddress(rawBits: word(0))
        rax = word(1)
        vector = UInt8(truncatingIfNeeded: word(2))
        errorCode = GuestNumber(word(3))
        instructionPointer = GuestAddress(rawBits: word(4))
        flags = word(6)
        self.stackPointer = word(7)
    }

    /// Puts into `registers`, which are the supervisor's, what ring 3 had there.
    func restore(_ registers: inout ProcessorRegisters) {
        registers.rax = rax
        registers.rip = instructionPointer.rawBits
        registers.rsp = stackPointer
        registers.rflags = flags
    }
}
