/// What the supervisor leaves on its stack when an exception ends ring 3 (see Supervisor.S).
struct ExceptionFrame: Equatable {
    var faultAddress: UInt64
    var rax: UInt64
    var vector: UInt64
    var errorCode: UInt64
    var instructionPointer: UInt64
    var flags: UInt64
    var stackPointer: UInt64

    /// Reads the frame at ring 0's stack pointer; nil when that lies outside guest memory.
    init?(at stackPointer: UInt64, in memory: UnsafeGuestMemory) {
        guard let range = GuestRange(start: stackPointer, count: 72), let bytes = memory.bytes(range) else {
            return nil
        }
        func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
        faultAddress = word(0)
        rax = word(1)
        vector = word(2)
        errorCode = word(3)
        instructionPointer = word(4)
        flags = word(6)
        self.stackPointer = word(7)
    }
}
