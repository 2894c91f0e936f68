import Testing
import Wire

@testable import HostRuntime

/// A raw guest that exports acts, and `harmless`, which returns 1.
struct ActGuest {
    let image: GuestImage
    private let functions: [[UInt8]: (name: String, address: UInt64)]

    /// - Parameter codes: What each act consists of.
    init(_ codes: some Sequence<[UInt8]>) throws {
        var code = MachineCode.ret
        let harmless = code.count
        code += try Self.harmless()
        var exports = [(name: "harmless", offset: harmless)]
        var acts: [[UInt8]: (name: String, address: UInt64)] = [:]
        for act in codes where acts[act] == nil {
            let name = "act\(acts.count)"
            exports.append((name, code.count))
            code += MachineCode.loadRBX(UInt32(Self.heapField)) + MachineCode.keepRSP
            acts[act] = (name, RawGuest.codeAddress + UInt64(code.count))
            code += act + MachineCode.restoreRSP
            // jmp rel32
            code += [0xe9] + MachineCode.bytes(Int32(harmless - code.count - 5))
        }
        functions = acts
        image = try RawGuest.image(code, functions: exports)
    }

    /// The function that consists of this code.
    func name(of code: [UInt8]) throws -> String { try #require(functions[code]).name }

    /// Where this code lies.
    func address(of code: [UInt8]) throws -> UInt64 { try #require(functions[code]).address }

    /// Where the environment block says where a region begins (docs/architecture.md, section 6).
    private static let heapField = SupervisorLayout.environment.rawValue + 8
    static let outputField = SupervisorLayout.environment.rawValue + 56

    /// Copies a message to the output buffer, and returns it.
    private static func harmless() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        let message = try buffer.withUnsafeMutableBytes { bytes in
            Array(bytes[try FunctionCallResultWriter.write(returning: Int32(1), into: bytes)])
        }
        let rest: [UInt8] =
            [0xb9] + MachineCode.bytes(Int32(message.count))  // mov $count, %ecx
            + [0x89, 0xca]  // mov %ecx, %edx
            + [0xfc, 0xf3, 0xa4]  // cld; rep movsb
            + MachineCode.ret
        return MachineCode.loadRDI(UInt32(outputField))
            + [0x48, 0x89, 0xf8]  // mov %rdi, %rax
            + [0x48, 0x8d, 0x35] + MachineCode.bytes(Int32(rest.count))  // lea the message, %rsi
            + rest + message
    }
}

extension MachineCode {
    static let ret: [UInt8] = [0xc3]
    /// mov %rsp, %rbp, and back.
    static let keepRSP: [UInt8] = [0x48, 0x89, 0xe5]
    static let restoreRSP: [UInt8] = [0x48, 0x89, 0xec]

    /// Loads the quadword at an address.
    static func loadRBX(_ address: UInt32) -> [UInt8] { [0x48, 0x8b, 0x1c, 0x25] + bytes(address) }
    static func loadRDI(_ address: UInt32) -> [UInt8] { [0x48, 0x8b, 0x3c, 0x25] + bytes(address) }

    /// mov $value, register
    static func eax(_ value: UInt32) -> [UInt8] { [0xb8] + bytes(value) }
    static func ecx(_ value: UInt32) -> [UInt8] { [0xb9] + bytes(value) }
    static func edx(_ value: UInt32) -> [UInt8] { [0xba] + bytes(value) }
    static func rax(_ value: UInt64) -> [UInt8] { [0x48, 0xb8] + bytes(value) }

    static func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
