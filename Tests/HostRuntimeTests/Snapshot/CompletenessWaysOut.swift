import Testing
import Wire

@testable import HostRuntime

/// A way for a guest to leave with its secrets in the processor.
enum WayOut: CustomTestStringConvertible {
    case returning
    case throwing
    /// By an exception, a spin or an IN or OUT of one byte; the number is that of `secret_exit` in CSecret.h.
    case plain(name: String, exit: UInt32, code: SandboxError.Code)
    case output(port: UInt16, code: SandboxError.Code)
    case stringOutput(port: UInt16, count: UInt64)
    case stringInput(count: UInt64)
    case stackOverflow
    case interruption

    static let all: [WayOut] =
        [
            .returning, .throwing,
            .plain(name: "trap", exit: 2, code: .aborted), .plain(name: "page fault", exit: 3, code: .fault),
            .plain(name: "protection fault", exit: 4, code: .fault), .plain(name: "breakpoint", exit: 5, code: .fault),
            .plain(name: "single step", exit: 6, code: .fault), .plain(name: "x87 error", exit: 7, code: .fault),
            .plain(name: "system call", exit: 8, code: .fault), .stackOverflow,
            .plain(name: "OUT of a byte", exit: 11, code: .protocolViolation),
            .plain(name: "IN", exit: 12, code: .protocolViolation),
            .output(port: ExitPort.callReturn.rawValue, code: .protocolViolation),
            .output(port: ExitPort.hostCall.rawValue, code: .protocolViolation),
            .output(port: ExitPort.abort.rawValue, code: .protocolViolation),
            .output(port: ExitPort.ready.rawValue, code: .protocolViolation),
            // Served, and then the guest runs into a trap.
            .output(port: ExitPort.logFlush.rawValue, code: .aborted), .output(port: 0x80, code: .fault),
            .interruption, .stringInput(count: 1), .stringInput(count: 4), .stringInput(count: 5000),
        ]
        + ExitPort.allCases.filter(\.isOpenToGuests).flatMap { port in
            [1, 4, 500].map { .stringOutput(port: port.rawValue, count: $0) }
        }

    var testDescription: String {
        switch self {
        case .returning: "return"
        case .throwing: "error"
        case .plain(let name, _, _): name
        case .output(let port, _): "OUT to port 0x\(String(port, radix: 16))"
        case .stringOutput(let port, let count): "REP OUTSL to port 0x\(String(port, radix: 16)), \(count) times"
        case .stringInput(let count): "REP INSB, \(count) times"
        case .stackOverflow: "stack overflow"
        case .interruption: "interruption"
        }
    }

    /// Lets the guest plant the secret everywhere, and leave.
    func leave(_ secret: SecretSandbox, _ components: UInt64) throws {
        let heap = secret.layout.heap.start.rawValue
        let port = UInt32(ExitPort.callReturn.rawValue)
        func plantAndLeave(
            _ exit: UInt32, port: UInt32 = port, address: UInt64 = heap, count: UInt64 = 0
        ) throws {
            try secret.sandbox.call(
                "plantAndLeave", SecretSandbox.word, components, exit, port, address, count)
        }
        func plantAndReturn(failing: Bool) throws {
            // The entry code has called the function, and so pushed one word.
            let stackTop = secret.layout.stack.end.rawValue - 8
            try secret.sandbox.call(
                "plantAndReturn", SecretSandbox.word, components, stackTop, failing)
        }
        switch self {
        case .returning:
            try plantAndReturn(failing: false)
        case .throwing:
            try expectError(.guestError) { try plantAndReturn(failing: true) }
        case .plain(_, let exit, let code):
            try expectError(code) { try plantAndLeave(exit) }
        case .output(let port, let code):
            try expectError(code) { try plantAndLeave(10, port: UInt32(port)) }
        case .stringOutput(let port, let count):
            // Whether the words come one by one is the hypervisor's choice, and so is what the host makes of them.
            #expect(throws: SandboxError.self) {
                try plantAndLeave(13, port: UInt32(port), address: secret.layout.stack.start.rawValue, count: count)
            }
        case .stringInput(let count):
            try expectError(.protocolViolation) { try plantAndLeave(14, count: count) }
        case .stackOverflow:
            try expectError(.stackOverflow) { try plantAndLeave(9, address: secret.layout.stack.start.rawValue) }
        case .interruption:
            let interruption = try Interruption(ofCallOf: secret.sandbox, whenSetAt: heap)
            try expectError(.cancelled) { try plantAndLeave(15) }
            interruption.end()
        }
    }
}
