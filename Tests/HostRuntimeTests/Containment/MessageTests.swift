import Testing
import Wire

@testable import HostRuntime

/// Valid messages in which one word after the other is garbage, at each exit by which the host reads one.
@Suite("Hostile acts: words of messages")
struct MessageTests {
    enum Message: CaseIterable {
        case result, error, hostCall, abort

        func bytes() throws -> [UInt8] {
            var buffer = [UInt8](repeating: 0, count: 512)
            return try buffer.withUnsafeMutableBytes { bytes in
                switch self {
                case .result: return Array(bytes[try FunctionCallResultWriter.write(returning: Int32(1), into: bytes)])
                case .error:
                    return Array(
                        bytes[
                            try FunctionCallResultWriter.write(
                                errorCode: 7, message: "words", hostErrorToken: 0, into: bytes)])
                case .hostCall:
                    var writer = FunctionCallWriter(writingInto: bytes)
                    try writer.append(Int32(1))
                    try writer.append("words")
                    return Array(bytes[try writer.finish(functionName: "sink", expectedReturnType: .void)])
                case .abort:
                    var builder = FlatBufferBuilder(writingInto: bytes)
                    let text = try builder.appendString("words")
                    let error = try builder.appendGuestError(code: 7, message: text, hostErrorToken: 0)
                    return Array(bytes[try builder.finish(root: error)])
                }
            }
        }

        /// Leaves with the message. The entry code's own OUT is the one that ends a call.
        var code: [UInt8] {
            switch self {
            case .result, .error:
                MachineCode.wordsFromParameters + MachineCode.rax(EntryCode.returnExit.rawValue) + [0xff, 0xe0]
            case .hostCall:
                MachineCode.wordsFromParameters + MachineCode.out(UInt8(ExitPort.hostCall.rawValue))
            case .abort: MachineCode.wordsFromParameters + MachineCode.out(UInt8(ExitPort.abort.rawValue))
            }
        }

        var honestEnd: ActEnd {
            switch self {
            case .result, .hostCall: .returns
            case .error: .other(.guestError)
            case .abort: .trap
            }
        }
    }

    private static var hostFunctions: HostFunctions {
        var functions = HostFunctions()
        functions.register("sink") { (_: Int32, _: String) in }
        return functions
    }

    private func act(_ name: String, _ message: Message, _ bytes: [UInt8], _ layout: SandboxLayout, _ ends: [ActEnd])
        -> Act
    {
        let parameters = [layout.output.start.rawValue, UInt64(bytes.count)]
        return Act(name, message.code, parameters: parameters, output: bytes, ends)
    }

    @Test(arguments: Message.allCases)
    func anHonestMessage(_ message: Message) throws {
        let contained = try ContainedSandbox([message.code], hostFunctions: Self.hostFunctions)
        try contained.commit(act("honest", message, message.bytes(), contained.layout, [message.honestEnd]))
    }

    /// Boundary values, by the size of the word in bytes.
    private static let words: [Int: [UInt64]] = [
        4: [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff], 8: [0, 0x7fff_ffff_ffff_ffff, 1 << 63, .max],
    ]

    /// The garbage may be in what the message says rather than in how it says it; then the message is as good as another. All
    /// else is a violation, and some of it must be.
    @Test(arguments: Message.allCases, words.keys.sorted())
    func eachWord(_ message: Message, _ width: Int) throws {
        let contained = try ContainedSandbox([message.code], hostFunctions: Self.hostFunctions)
        let honest = try message.bytes()
        var violations = 0
        for offset in stride(from: 0, to: honest.count, by: width) {
            for word in Self.words[width] ?? [] {
                var bytes = honest
                let garbage = MachineCode.bytes(word).prefix(min(width, honest.count - offset))
                bytes.replaceSubrange(offset..<offset + garbage.count, with: garbage)
                let error = try contained.commit(
                    act(
                        "0x\(String(word, radix: 16)) at \(offset)", message, bytes, contained.layout,
                        [message.honestEnd, .violation]
                            + (message == .error ? [.other(.resultTooLarge)] : [])))
                if error?.code == .protocolViolation { violations += 1 }
            }
        }
        #expect(violations > 0)
    }

    /// Shorter ones.
    @Test(arguments: Message.allCases)
    func truncatedMessages(_ message: Message) throws {
        let contained = try ContainedSandbox([message.code], hostFunctions: Self.hostFunctions)
        let honest = try message.bytes()
        for count in stride(from: 0, to: honest.count, by: 3) {
            try contained.commit(
                act(
                    "\(count) of \(honest.count) bytes", message, Array(honest.prefix(count)), contained.layout,
                    [message.honestEnd, .violation]))
        }
    }
}
