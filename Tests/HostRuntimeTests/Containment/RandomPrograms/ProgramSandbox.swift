import Testing
import Wire

@testable import HostRuntime

/// A sandbox in which one program runs after the other, each as if it were the first.
final class ProgramSandbox {
    let instructions: RandomInstructions
    private let sandbox: Sandbox
    private let clean: Snapshot
    private let protected: ProtectedState
    private let code: GuestRange
    private let originalCode: [UInt8]

    init() throws {
        let image = try ProgramImage()
        var functions = HostFunctions()
        functions.register("echo") { (text: String) -> String in text }
        sandbox = try Sandbox(
            guest: .image(image.image), configuration: .init(heapSize: .kibibytes(64), logger: .silent),
            hostFunctions: functions)
        clean = try sandbox.snapshot()
        let resources = try #require(sandbox.resources)
        instructions = RandomInstructions(resources.layout, messages: image.messages)
        protected = try ProtectedState(resources)
        code = image.image.file.segments[0].memory
        originalCode = Array(try #require(resources.memory.bytes(code)))
        try requireAnswer()
    }

    /// Runs a program, and makes the sandbox what it was.
    ///
    /// - Parameter didRun: What else happens when it has run; only the tests' own tests have something to do there.
    /// - Throws: ``ContainmentViolation`` if the program has done what none can.
    func run(
        _ program: RandomProgram, watchedBy watchdog: Watchdog, didRun: (SandboxResources) -> Void = { _ in }
    ) throws -> CallEnding {
        let resources = try #require(sandbox.resources)
        try resources.memory.copy(program.bytes.span.bytes, to: ProgramImage.program.start)
        let environment = try self.environment(resources)
        var error: SandboxError?
        let wasInterrupted = watchdog.watch(sandbox) {
            error = self.call(ProgramImage.programEntry).error
        }
        didRun(resources)
        try protected.requireUnchanged(in: resources)
        var environmentAfter = try self.environment(resources)
        // The host brings it up to date.
        environmentAfter.clock = environment.clock
        if environmentAfter != environment { throw ContainmentViolation("the environment has changed") }
        try requireCode(program.bytes + originalCode[program.bytes.count...], "the program has changed")
        try requirePlausible(error, wasInterrupted)
        try sandbox.restore(to: clean)
        try requireCode(originalCode, "a restore has left some of the program")
        try requireAnswer()
        return error?.ending ?? .returned
    }

    private func call(_ entry: GuestFunctionEntry) -> (value: UInt64?, error: SandboxError?) {
        var value: UInt64?
        do throws(SandboxError) {
            try sandbox.perform(
                entry, encode: { (writer) throws(WireError) in try writer.append(UInt64(7)) },
                decode: { (view) throws(WireError) in value = try UInt64(wireValue: view) })
            return (value, nil)
        } catch {
            return (value, error)
        }
    }

    private func environment(_ resources: SandboxResources) throws -> EnvironmentBlock {
        try #require(resources.memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self))
    }

    // MARK: What must hold

    private func requireCode(_ expected: [UInt8], _ violation: String) throws {
        let found = try #require(sandbox.resources?.memory.bytes(code))
        if !found.holds(expected) { throw ContainmentViolation(violation) }
    }

    /// The ends that a guest can bring about, and which of them poison the sandbox.
    private func requirePlausible(_ error: SandboxError?, _ wasInterrupted: Bool) throws {
        guard let error else {
            if let poison = sandbox.poisonedBy { throw ContainmentViolation("a call that returned left \(poison)") }
            return
        }
        switch error.ending {
        case nil, .returned, .deadlineExceeded: throw ContainmentViolation("no guest can cause \(error)")
        case .cancelled: if !wasInterrupted { throw ContainmentViolation("nobody interrupted it") }
        case .guestError, .hostFunctionError, .aborted, .fault, .stackOverflow, .outOfMemory, .protocolViolation,
            .limitExceeded, .hypervisorFailure:
            break
        }
        if (sandbox.poisonedBy != nil) != error.ending?.poisonsSandbox {
            throw ContainmentViolation("\(error) left the poison \(sandbox.poisonedBy.debugDescription)")
        }
    }

    /// The guest's own function works.
    private func requireAnswer() throws {
        let (value, error) = call(ProgramImage.answerEntry)
        guard value == ProgramImage.answer, error == nil, sandbox.poisonedBy == nil else {
            throw ContainmentViolation(
                "the restored sandbox answered \(value.debugDescription), \(error.debugDescription)")
        }
    }
}
