internal import FuzzSupport
internal import Logging

@testable import HostRuntime

/// A host program that does what an input says.
final class ScriptedHost {
    private let script: Script
    private let recorder: TraceRecorder
    private let sandbox: Sandbox
    /// The latest snapshot, and what the guest's memory was then.
    private var snapshot: (taken: Snapshot, memory: [[UInt8]])?

    /// Makes the sandbox, whose start code may already be hostile.
    init(_ script: Script, _ recorder: TraceRecorder) throws(SandboxError) {
        self.script = script
        self.recorder = recorder
        let surroundings = ScriptedSurroundings.shared
        let guest = ScriptedGuest(script, surroundings.layout)
        let settings = script.byte()
        var configuration = surroundings.configuration
        configuration.profilesMemory = settings & 1 != 0
        configuration.tracksDirtyPages = settings & 2 == 0
        if settings & 4 != 0 { configuration.tracing = Sandbox.Tracing(to: recorder, mode: .lossless, label: "fuzz") }
        let functions = ScriptedHostFunctions()
        sandbox = try Sandbox(
            guest: .image(surroundings.image), configuration: configuration, hostFunctions: functions.functions,
            makeMachine: { (memory, _) in ScriptedMachine(memory, guest) })
        functions.sandbox = sandbox
        guest.isHostile = true
    }

    func close() {
        check { () throws(SandboxError) in try sandbox.close() }
        check { () throws(SandboxError) in try sandbox.call("nothing", arguments: []) }
    }

    /// Does the next thing.
    func step() {
        switch script.byte() % 13 {
        case 0: call("nothing", [])
        case 1: call("number", [.int32(-1), .uint64(.max), .bool(true)])
        case 2: call("text", [.string("a text"), .bytes([1, 2, 3]), .float(.nan)])
        case 3: call("bytes", [.uint32(UInt32(script.byte()))])
        case 4: takeSnapshot()
        case 5: restore()
        case 6: callAndRestore()
        case 7: sandbox.logLevel = script.element(of: Logger.Level.allCases)
        case 8:
            let mode = script.element(of: TraceMode.allCases)
            sandbox.tracing = Sandbox.Tracing(to: recorder, mode: mode, label: "again")
        case 9: sandbox.tracing = nil
        case 10: if script.byte() % 2 == 0 { sandbox.startMemoryProfile() } else { sandbox.stopMemoryProfile() }
        case 11:
            sandbox.limits = Sandbox.Limits(
                hostCallsPerCall: Int(script.byte()), exitsPerCall: Int(script.byte()) + 1,
                logBytesPerCall: .bytes(Int(script.short())))
        default: check { () throws(SandboxError) in _ = try sandbox.dirtyPages() }
        }
        _ = sandbox.memoryProfile
    }

    // MARK: Calls

    private func call(_ name: String, _ arguments: [AnyWireValue]) {
        let wasPoisoned = sandbox.poisonedBy != nil
        let error = check { () throws(SandboxError) in try sandbox.call(name, arguments: arguments) }
        if wasPoisoned { precondition(error?.code == .poisoned, "a poisoned sandbox was called") }
        if error == nil { precondition(sandbox.poisonedBy == nil, "a good call has poisoned its sandbox") }
    }

    private func callAndRestore() {
        guard let snapshot else { return }
        let error = check { () throws(SandboxError) in
            try sandbox.call("text", arguments: [.string(""), .bytes([]), .float(0)], thenRestoringTo: snapshot.taken)
        }
        precondition(error?.code != .busy)
        requireMemory(snapshot.memory)
    }

    /// Does something that may fail, and reads what the error says.
    @discardableResult
    private func check(_ body: () throws(SandboxError) -> Void) -> SandboxError? {
        do throws(SandboxError) {
            try body()
            return nil
        } catch {
            precondition(error.description.utf8.count < Self.errorLimit, "an error says too much")
            return error
        }
    }

    /// A guest's own message, in bytes, with what the host adds to it.
    private static let errorLimit = 4 * GuestFailure.maximumMessageLength

    // MARK: Snapshots

    private func takeSnapshot() {
        check { () throws(SandboxError) in
            snapshot = (try sandbox.snapshot(), memory())
        }
    }

    private func restore() {
        guard let snapshot else { return }
        let error = check { () throws(SandboxError) in try sandbox.restore(to: snapshot.taken) }
        precondition(error == nil, "a restore has failed")
        requireMemory(snapshot.memory)
    }

    private func requireMemory(_ expected: [[UInt8]]) {
        precondition(sandbox.poisonedBy == nil, "a restored sandbox is poisoned")
        precondition(memory() == expected, "a restore has not made memory what it was")
    }

    /// What the guest, or the processor for it, can write.
    private func memory() -> [[UInt8]] {
        guard let memory = sandbox.resources?.memory else { return [] }
        return ScriptedSurroundings.shared.writableRegions.map { memory.bytes($0).map { Array($0) } ?? [] }
    }
}
