/// The ports by which a guest leaves, each a 32-bit OUT with its data in RDI and RSI.
///
/// They lie below 256, so that the port fits the instruction and no register is spent on it, and four apart, because
/// a 32-bit access needs the permission of all four byte ports (Intel SDM volume 1, section 19.5.2).
package enum ExitPort: UInt16, CaseIterable, Sendable {
    /// The call is over: RDI and RSI are the address and length of a `FunctionCallResult`. Written by the host's entry
    /// code alone.
    case callReturn = 0xe0
    /// RDI and RSI are the address and length of a `FunctionCall` for the host; the answer's address and length come
    /// back in RAX and RDX.
    case hostCall = 0xe4
    /// The log buffer is full and wants emptying; nothing else.
    case logFlush = 0xe8
    /// The guest cannot go on: RDI and RSI are the address and length of a `GuestError`.
    case abort = 0xec
    /// The vCPU has reached ring 3. Written by the host's entry code alone.
    case ready = 0xf0
    /// An exception or a system call, reported by the supervisor. Closed to ring 3, so a report cannot be forged.
    case fault = 0xf4
    /// The trace buffer is full and wants emptying: RDI is its address, RSI the number of records in it.
    case traceFlush = 0xf8
    /// Memory was allocated or freed: RDI is its address; RSI is its size, or zero for memory that was freed. Only while the
    /// host asks for it.
    case memoryEvent = 0xfc

    /// Whether ring 3 may write to the port.
    package var isOpenToGuests: Bool { self != .fault }
}
