import Testing
import Wire

@testable import HostRuntime

/// Garbage and boundary values in every general register, at every port by which a guest can leave.
@Suite("Hostile acts: registers at exits")
struct ExitRegisterTests {
    /// Takes RDI, RSI, and then the other registers but RSP from the parameters, leaves, and traps if it comes back.
    private static func leave(by port: ExitPort) -> [UInt8] {
        let load: [UInt8] = [
            0x48, 0x89, 0xdc,  // mov %rbx, %rsp
            0x5f, 0x5e, 0x5a, 0x59, 0x5d,  // pop %rdi, %rsi, %rdx, %rcx, %rbp
            0x41, 0x58, 0x41, 0x59, 0x41, 0x5a, 0x41, 0x5b,  // pop %r8 to %r11
            0x41, 0x5c, 0x41, 0x5d, 0x41, 0x5e, 0x41, 0x5f,  // pop %r12 to %r15
            0x5b, 0x58, 0x5c,  // pop %rbx, %rax, %rsp
        ]
        let out: [UInt8] = [0xe7, UInt8(port.rawValue)]
        return load + out + MachineCode.trap
    }

    private static let registerCount = 16
    private static let ports = ExitPort.allCases.filter(\.isOpenToGuests)

    /// How it ends with garbage in RDI and RSI. Where these two count for nothing, the guest goes on, to its trap.
    private static func end(_ port: ExitPort) -> ActEnd {
        switch port {
        case .logFlush, .memoryEvent: .trap
        case .callReturn, .hostCall, .abort, .ready, .traceFlush, .fault: .violation
        }
    }

    private static func values(_ layout: SandboxLayout) -> [UInt64] {
        [
            0, 1, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 47, 1 << 63, .max - 7, .max,
            SupervisorLayout.descriptors.rawValue, layout.output.start.rawValue, layout.output.end.rawValue - 1,
            layout.output.end.rawValue, layout.trace.start.rawValue, layout.heap.end.rawValue,
        ]
    }

    @Test(arguments: ports)
    func oneValueInAllRegisters(_ port: ExitPort) throws {
        let code = Self.leave(by: port)
        let contained = try ContainedSandbox([code])
        for value in Self.values(contained.layout) {
            try contained.commit(
                Act(
                    "0x\(String(value, radix: 16)) at \(port)", code,
                    parameters: [UInt64](repeating: value, count: Self.registerCount), Self.end(port)))
        }
    }

    /// The two words that the host reads, in all combinations.
    @Test(arguments: [ExitPort.hostCall, .abort, .traceFlush, .memoryEvent])
    func eachPairOfWords(_ port: ExitPort) throws {
        let code = Self.leave(by: port)
        let contained = try ContainedSandbox([code])
        let layout = contained.layout
        let values: [UInt64] = [
            0, 64, 0xffff_ffff, 1 << 63, .max, SupervisorLayout.descriptors.rawValue, layout.output.start.rawValue,
            layout.output.end.rawValue - 1, layout.trace.start.rawValue,
        ]
        for first in values {
            for second in values {
                var parameters = [UInt64](repeating: 0, count: Self.registerCount)
                (parameters[0], parameters[1]) = (first, second)
                let records = contained.layout.traceRecords
                let isHonest =
                    port == .traceFlush && first == records.start.rawValue
                    && second <= records.byteCount / UInt64(TraceRecord.size)
                try contained.commit(
                    Act(
                        "0x\(String(first, radix: 16)), 0x\(String(second, radix: 16)) at \(port)", code,
                        parameters: parameters, isHonest ? .trap : Self.end(port)))
            }
        }
    }
}
