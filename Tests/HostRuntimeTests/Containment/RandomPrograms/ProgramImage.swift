import Wire

@testable import HostRuntime

/// A guest with room for a program of machine code, and with code of its own that works as long as the sandbox does.
struct ProgramImage {
    /// Where the program goes: the first pages of the code.
    static let program = GuestRange(
        from: GuestAddress(rawBits: RawGuest.codeAddress), to: GuestAddress(rawBits: RawGuest.codeAddress + 0x2000))
    /// What the guest's own function returns.
    static let answer: UInt64 = 0x5afe_0000_1234

    let image: GuestImage
    /// Messages that a program can send, as well-formed as any: a result, and a call of the host function `echo`.
    let messages: [GuestRange]

    init() throws {
        let result = try Self.message { (buffer) throws(WireError) in
            try FunctionCallResultWriter.write(returning: Self.answer, into: buffer)
        }
        let call = try Self.message { (buffer) throws(WireError) in
            var writer = FunctionCallWriter(writingInto: buffer)
            try writer.append("a text")
            return try writer.finish(functionName: "echo", expectedReturnType: .string)
        }
        // The start code returns, and nothing else leads into the program's room.
        var code: [UInt8] = [0xc3] + [UInt8](repeating: 0xcc, count: Int(Self.program.count) - 1)
        code += Self.answering(messageSize: result.count)
        messages = [result, call].compactMap { message in
            defer { code += message }
            return GuestRange(start: RawGuest.codeAddress + UInt64(code.count), count: UInt64(message.count))
        }
        image = try RawGuest.image(code)
    }

    /// Calls the program, which has never heard of results.
    static let programEntry = entry("program", at: program.start)
    /// Calls the guest's own function.
    static let answerEntry = entry("answer", at: program.end)

    private static func entry(_ name: String, at address: GuestAddress) -> GuestFunctionEntry {
        let signature = FunctionSignature(name: name, parameters: [.uint64], result: .uint64)
        return GuestFunctionEntry(entry: FunctionEntry(signature: signature, address: address))
    }

    private static func message(
        _ write: (UnsafeMutableRawBufferPointer) throws(WireError) -> Range<Int>
    ) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        return try buffer.withUnsafeMutableBytes { buffer in Array(buffer[try write(buffer)]) }
    }

    /// Copies the message behind this code into the output buffer, and returns where it is.
    private static func answering(messageSize: Int) -> [UInt8] {
        let output = SupervisorLayout.environment.rawValue + outputOffset
        return [0x48, 0x8b, 0x3c, 0x25] + bytes(UInt32(output))  // mov output, %rdi
            + [0x48, 0x8d, 0x35, 13, 0, 0, 0]  // lea 13(%rip), %rsi
            + [0xb9] + bytes(UInt32(messageSize))  // mov $size, %ecx
            + [0x48, 0x89, 0xf8, 0x89, 0xca]  // mov %rdi, %rax; mov %ecx, %edx
            + [0xf3, 0xa4, 0xc3]  // rep movsb; ret
    }

    private static var outputOffset: UInt64 {
        UInt64(MemoryLayout<EnvironmentBlock>.offset(of: \.output) ?? 0)
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
