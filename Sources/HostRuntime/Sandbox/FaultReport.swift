/// A processor exception that ended a guest call.
public struct FaultReport: Equatable, Sendable {
    /// The exception's number (Intel SDM volume 3A, table 6-1).
    public let vector: UInt8
    /// The error code that the processor pushed; zero for exceptions without one.
    public let errorCode: UInt64
    /// The address that could not be accessed, for a page fault.
    public let address: UInt64?
    /// Where the guest was.
    public let instructionPointer: UInt64
    /// The name of the function that it was in, as the image's symbol table has it, with everything escaped that is not
    /// printable.
    public let symbol: String?
    /// The region of guest memory that the address belongs to, as in the memory map.
    public let region: String?
    /// The general registers at that moment.
    public let registers: ProcessorRegisters
    /// The addresses that lead to the instruction: its own first, then where each caller was to go on. At most 64, and fewer
    /// where the guest's stack holds something else than frames. See ``GuestImage/backtrace(of:)``.
    public let callStack: [UInt64]

    init(
        vector: UInt8, errorCode: GuestNumber, address: GuestAddress?, symbol: String?, region: String?,
        registers: ProcessorRegisters, callStack: [GuestAddress]
    ) {
        self.vector = vector
        self.errorCode = errorCode.rawBits
        self.address = address?.rawBits
        instructionPointer = registers.rip
        self.symbol = symbol?.escapingUnprintable()
        self.region = region
        self.registers = registers
        self.callStack = callStack.map(\.rawBits)
    }

    var faultAddress: GuestAddress? { address.map { GuestAddress(rawBits: $0) } }

    /// The exception's short name, such as `#PF`.
    public var name: String {
        Int(vector) < Self.names.count ? Self.names[Int(vector)] : "#\(vector)"
    }

    private static let names = [
        "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "#9", "#TS", "#NP", "#SS", "#GP", "#PF",
        "#15", "#MF", "#AC", "#MC", "#XM", "#VE", "#CP",
    ]
}

extension FaultReport: CustomStringConvertible {
    /// The facts in one line.
    public var description: String {
        var text =
            "\(name) (vector \(vector), error code \(hexadecimal(errorCode))) at \(hexadecimal(instructionPointer))"
        if let symbol { text += " in \(symbol)" }
        if let address { text += ", \(access) \(hexadecimal(address))" }
        if let region { text += " (\(region))" }
        return text
    }

    /// What was attempted (Intel SDM volume 3A, section 4.7: bit 1 a write, bit 4 an instruction fetch).
    private var access: String {
        if errorCode & 1 << 4 != 0 { return "executing" }
        return errorCode & 1 << 1 != 0 ? "writing" : "reading"
    }

    private func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
