import Wire

@testable import HostRuntime

extension Ending {
    /// Makes a call that ends in this way.
    func perform(by call: Caller, in areas: GuestAreas) throws {
        do throws(SandboxError) {
            try make(call, areas)
        } catch {
            return try demand(Self.codes.contains(error.code), "\(self) throws \(error)")
        }
        throw PropertyViolation("the call returns after \(self)")
    }

    private static let codes: Set<SandboxError.Code> = [
        .aborted, .outOfMemory, .fault, .stackOverflow, .hostFunctionFailed, .protocolViolation,
    ]

    private func make(_ call: Caller, _ areas: GuestAreas) throws(SandboxError) {
        let heap = areas.heap.start.rawValue
        let output = areas.output.start.rawValue
        switch self {
        case .trap: _ = try call("trapOverflow", Int32.max, Int32(1)) as Int32
        case .abort: try call("trapFatalError", "on purpose")
        case .exhaustedHeap: try call("exhaustHeapByBlocks")
        case .wildWrite: try call("fillWords", UInt64(8), UInt32(1), UInt64(0))
        case .writeToHostPage:
            try call("fillWords", SupervisorLayout.environment.rawValue, UInt32(1), UInt64(0))
        case .stackOverflow: _ = try call("recurseTo", Int64(1) << 20) as Int64
        case .uncaughtHostError: _ = try call("ignoreHostError", "lost") as Int32
        case .systemCall: try call("executeInstruction", UInt32(1))
        case .invalidInstruction: try call("executeInstruction", UInt32(2))
        case .halt: try call("executeInstruction", UInt32(3))
        case .forgedReturn: try leave(call, .callReturn, output, 64)
        case .malformedHostCall: try leave(call, .hostCall, output, 64)
        case .malformedAbort: try leave(call, .abort, heap, .max)
        case .readyOutOfTurn: try leave(call, .ready, 0, 0)
        case .unknownPort: try call("leaveBy", UInt64(0x80), UInt64(1), UInt64(2))
        case .byteOutput: try call("leaveByByte", Self.port)
        case .stringOutput: try call("leaveByStringOutput", Self.port, heap, UInt64(1))
        case .longStringOutput: try call("leaveByStringOutput", Self.port, heap, UInt64(300))
        case .input: try call("leaveByInput", Self.port)
        case .stringInput: try call("leaveByStringInput", Self.port, heap + 8, UInt64(24))
        case .longStringInput: try call("leaveByStringInput", Self.port, heap, UInt64(1) << 40)
        }
    }

    private static let port = UInt32(ExitPort.callReturn.rawValue)

    private func leave(_ call: Caller, _ port: ExitPort, _ first: UInt64, _ second: UInt64) throws(SandboxError) {
        try call("leaveBy", UInt64(port.rawValue), first, second)
    }
}
