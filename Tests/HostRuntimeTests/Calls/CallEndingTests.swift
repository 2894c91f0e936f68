import Testing
import Wire

@testable import HostRuntime

@Suite("How calls end")
struct CallEndingTests {
    /// Ends a call of the sandbox, and checks what becomes of the sandbox by it.
    private func end(
        _ ending: CallEnding, _ sandbox: Sandbox, sourceLocation: SourceLocation = #_sourceLocation,
        _ call: (Sandbox) throws -> Void
    ) throws -> SandboxError {
        let clean = try sandbox.snapshot()
        let error = try #require(throws: SandboxError.self, sourceLocation: sourceLocation) { try call(sandbox) }
        #expect(error.ending == ending, "\(error)", sourceLocation: sourceLocation)
        if ending.poisonsSandbox {
            #expect(sandbox.poisonedBy?.code == error.code, sourceLocation: sourceLocation)
            let refusal = try expectError(.poisoned) { _ = try sandbox.snapshot() }
            #expect((refusal.cause as? SandboxError)?.message == error.message, sourceLocation: sourceLocation)
            #expect(refusal.ending == nil, sourceLocation: sourceLocation)
            try sandbox.restore(to: clean)
        }
        #expect(sandbox.poisonedBy == nil, sourceLocation: sourceLocation)
        _ = try sandbox.snapshot()
        return error
    }

    @Test func theFunctionThrows() throws {
        let error = try end(.guestError, .test()) { _ = try $0.call("lookUp", "") as String }
        #expect(error.guestError != nil)
    }

    @Test func theResultIsTooLarge() throws {
        let error = try end(.guestError, .test()) { _ = try $0.call("makeBytes", UInt32(70_000), UInt32(1)) as [UInt8] }
        #expect(error.code == .resultTooLarge)
    }

    @Test func theFunctionPassesAHostFunctionsErrorOn() throws {
        let error = try end(.hostFunctionError, .test()) { _ = try $0.call("passHostErrorOn", "x") as Int32 }
        #expect(error.cause as? HostFailure == HostFailure(text: "x"))
    }

    /// The guest function has no way to return, so the guest is in the middle of something.
    @Test func theFunctionCannotPassAHostFunctionsErrorOn() throws {
        let error = try end(.aborted, .test()) { _ = try $0.call("ignoreHostError", "x") as Int32 }
        #expect(error.code == .hostFunctionFailed)
        #expect(error.cause as? HostFailure == HostFailure(text: "x"))
    }

    @Test func theGuestAborts() throws {
        let error = try end(.aborted, .test()) { try $0.call("trapFatalError", "x") }
        #expect(error.guestError?.code == 0)
    }

    @Test func theGuestTraps() throws {
        let error = try end(.aborted, .test()) { _ = try $0.call("trapOverflow", Int32.max, Int32(1)) as Int32 }
        #expect(error.fault != nil)
    }

    @Test func theProcessorRefuses() throws {
        let error = try end(.fault, .hostile()) { try $0.call("write", UInt64(8), UInt64(0)) }
        #expect(error.fault?.vector == 14)
    }

    @Test func theStackIsTooSmall() throws {
        let error = try end(.stackOverflow, .test()) { _ = try $0.call("recurseTo", Int64(1) << 20) as Int64 }
        #expect(error.fault != nil)
    }

    @Test func theHeapIsTooSmall() throws {
        let error = try end(.outOfMemory, .test()) { try $0.call("exhaustHeap") }
        #expect(error.guestError?.code == GuestErrorCode.outOfMemory.rawValue)
    }

    @Test func theGuestBreaksTheProtocol() throws {
        _ = try end(.protocolViolation, .hostile()) {
            try $0.call("out", UInt64(ExitPort.abort.rawValue), UInt64(0), UInt64(1))
        }
    }

    @Test func theGuestExceedsALimit() throws {
        let sandbox = try Sandbox.test()
        sandbox.limits.hostCallsPerCall = 0
        let error = try end(.limitExceeded, sandbox) { _ = try $0.call("add", Int32(1), Int32(2)) as Int32 }
        #expect(error.exceededLimit == .hostCallsPerCall)
    }

    @Test func theHostCancels() throws {
        let sandbox = try Sandbox.interruptedByHostFunction()
        _ = try end(.cancelled, sandbox) { _ = try $0.call("echoThroughHost", "") as String }
    }

    /// All ways in which it says that it cannot go on.
    @Test(arguments: StoppedMachine.Failure.allCases)
    func theHypervisorFails(_ failure: StoppedMachine.Failure) throws {
        let (sandbox, machine) = try Sandbox.test { machine, _ in StoppedMachine(machine) }
        let error = try end(.hypervisorFailure, sandbox) { sandbox in
            machine.failure = failure
            defer { machine.failure = nil }
            try sandbox.call("nothing")
        }
        #expect(error.code == (failure == .unavailable ? .hypervisorUnavailable : .hypervisorFailure))
        #expect(try sandbox.call("add", Int32(1), Int32(2)) as Int32 == 3)
    }

    /// What is refused before the guest runs is no ending of a call.
    @Test func aRefusalIsNone() throws {
        let sandbox = try Sandbox.test()
        for error in [
            try expectError(.functionNotFound) { try sandbox.call("absent") },
            try expectError(.signatureMismatch) { try sandbox.call("add") },
            try expectError(.argumentsTooLarge) {
                _ = try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 1 << 20)) as UInt64
            },
        ] {
            #expect(error.ending == nil)
            #expect(sandbox.poisonedBy == nil)
        }
    }

    @Test func onlyFunctionsThatReturnedLeaveTheSandboxAsItShouldBe() {
        #expect(CallEnding.allCases.filter { !$0.poisonsSandbox } == [.returned, .guestError, .hostFunctionError])
    }

    /// Whatever a guest writes, a program can print.
    @Test func wordsOfTheGuestAreSafeToPrint() throws {
        let words = "a\u{1B}[2Jb\r\nc\u{202E}d\u{0}e\u{7F}f"
        let error = try end(.aborted, .test()) { try $0.call("trapFatalError", words) }
        #expect(error.message.hasSuffix(#"a\u{1B}[2Jb\r\nc\u{202E}d\0e\u{7F}f"#), "\(error.message)")
        #expect(error.guestError?.message.hasSuffix("a\\u{1B}[2Jb\\r\nc\\u{202E}d\\0e\\u{7F}f") == true)
        #expect("\(error)".unicodeScalars.allSatisfy { $0.isPrintable })
    }

    @Test func aFaultNamesTheCodeThatLedToIt() throws {
        let sandbox = try Sandbox.hostile()
        let error = try end(.fault, sandbox) { try $0.call("write", UInt64(8), UInt64(0)) }
        let fault = try #require(error.fault)
        #expect(fault.callStack.first == fault.instructionPointer)
        let backtrace = sandbox.image.backtrace(of: fault)
        #expect(backtrace.count == fault.callStack.count)
        #expect(backtrace.first?.symbol == "hostile_write")
        #expect(backtrace.first?.line?.file == "CHostile.c")
        #expect(backtrace.last?.symbol?.contains("write") == true)
    }

    /// Frame by frame up to the limit, although there are thousands.
    @Test func aDeepStackIsCut() throws {
        let sandbox = try Sandbox.test()
        let error = try end(.stackOverflow, sandbox) { _ = try $0.call("recurseTo", Int64(1) << 20) as Int64 }
        let fault = try #require(error.fault)
        #expect(fault.callStack.count == 64)
        #expect(sandbox.image.backtrace(of: fault).allSatisfy { $0.symbol?.contains("recurse") == true })
    }

    /// A jump to where no code is: the one who jumped is the caller.
    @Test func aWildJumpNamesItsCaller() throws {
        let sandbox = try Sandbox.hostile()
        let error = try end(.fault, sandbox) { try $0.call("jump", UInt64(0x8)) }
        let fault = try #require(error.fault)
        #expect(fault.callStack.first == 8)
        #expect(sandbox.image.backtrace(of: fault).dropFirst().first?.symbol?.contains("jump") == true)
    }

    @Test func longWordsAreCut() throws {
        let error = try end(.guestError, .test()) { try $0.call("longMessage", UInt32(20_000)) }
        #expect(error.guestError?.message.utf8.count == GuestFailure.maximumMessageLength)
    }
}
