import Synchronization
import Testing

@testable import HostRuntime

@Suite("What observers are told of calls")
struct ObservedCallTests {
    private let observer = RecordingObserver()

    private func sandbox(hostFunctions: HostFunctions = .forTests) throws -> Sandbox {
        let sandbox = try Sandbox.test(
            configuration: .init(logger: .silent, observer: observer), hostFunctions: hostFunctions)
        _ = observer.take()
        return sandbox
    }

    @Test func aCall() throws {
        let sandbox = try sandbox()
        #expect(try sandbox.call("echoInt32", Int32(5)) == Int32(5))
        #expect(observer.takeTexts() == ["echoInt32: 1 exits, 0 host calls"])
        #expect(try sandbox.call("echoInt32", arguments: [.int32(5)]) == .int32(5))
        #expect(observer.takeTexts() == ["echoInt32: 1 exits, 0 host calls"])
        let function = try sandbox.function("echoInt32", taking: Int32.self, returning: Int32.self)
        #expect(observer.takeTexts() == [])
        #expect(try function(5) == 5)
        #expect(observer.takeTexts() == ["echoInt32: 1 exits, 0 host calls"])
    }

    @Test func hostFunctionsComeFirst() throws {
        let sandbox = try sandbox()
        _ = try sandbox.call("callHostOften", Int32(3), [UInt8]()) as UInt64
        #expect(
            observer.takeTexts() == ["hostAdd", "hostAdd", "hostAdd", "callHostOften: 4 exits, 3 host calls"])
    }

    @Test func hostFunctionsThatFail() throws {
        let sandbox = try sandbox()
        _ = try sandbox.call("catchHostError", "x") as String
        #expect(observer.takeTexts() == ["hostFail threw", "catchHostError: 2 exits, 1 host calls"])
        try expectError(.hostFunctionFailed) { try sandbox.call("passHostErrorOn", "x") as Int32 }
        #expect(
            observer.takeTexts() == ["hostFail threw", "passHostErrorOn: 2 exits, 1 host calls, hostFunctionFailed"])
        // It returned, but what it returned is too large to get to the guest.
        try expectError(.resultTooLarge) { try sandbox.call("bytesFromHost", UInt32(1 << 20)) as UInt64 }
        #expect(observer.takeTexts() == ["hostMake", "bytesFromHost: 2 exits, 1 host calls, resultTooLarge"])
    }

    @Test func callsThatFail() throws {
        let sandbox = try sandbox()
        try expectError(.guestError) { try sandbox.call("lookUp", "") as String }
        #expect(observer.takeTexts() == ["lookUp: 1 exits, 0 host calls, guestError"])
        try expectError(.argumentsTooLarge) {
            try sandbox.call("bytesLength", [UInt8](repeating: 0, count: 1 << 20)) as UInt64
        }
        #expect(observer.takeTexts() == ["bytesLength: 0 exits, 0 host calls, argumentsTooLarge"])
        try expectError(.aborted) { try sandbox.call("trapFatalError", "x") }
        #expect(observer.takeTexts() == ["trapFatalError: 1 exits, 0 host calls, aborted"])
        try expectError(.poisoned) { try sandbox.call("nothing") }
        #expect(observer.takeTexts() == ["nothing: 0 exits, 0 host calls, poisoned"])
    }

    @Test func callsThatDoNotGetAsFarAsTheSandbox() throws {
        let inside = Mutex<SandboxError.Code?>(nil)
        let box = SandboxBox()
        var functions = HostFunctions.forTests
        functions.register("hostNothing") {
            do throws(SandboxError) {
                try box.sandbox?.call("nothing")
            } catch {
                inside.withLock { $0 = error.code }
            }
        }
        let sandbox = try sandbox(hostFunctions: functions)
        let clean = try sandbox.snapshot()
        _ = observer.take()
        try expectError(.functionNotFound) { try sandbox.call("thereIsNone") }
        try expectError(.signatureMismatch) { try sandbox.call("echoInt32", "x") as Int32 }
        #expect(observer.takeTexts() == [])
        box.sandbox = sandbox
        _ =
            try sandbox.call(
                "allThroughHost", Int32(0), UInt32(0), Int64(0), UInt64(0), Float(0), 0.0, false, "", [UInt8]())
            as Double
        box.sandbox = nil
        #expect(inside.withLock { $0 } == .busy)
        #expect(observer.takeTexts() == ["hostNothing", "hostAll", "allThroughHost: 3 exits, 2 host calls"])
        try sandbox.close()
        _ = observer.take()
        try expectError(.closed) { try sandbox.call("nothing") }
        try expectError(.closed) { try sandbox.call("nothing", thenRestoringTo: clean) }
        #expect(observer.takeTexts() == [])
    }

    /// By which host functions come to their sandbox; one thread alone uses it.
    private final class SandboxBox: @unchecked Sendable {
        var sandbox: Sandbox?
    }

    /// An observer of a time that is shorter than what was in it, or longer than what it was in, would be wrong.
    @Test func durationsAreWithinEachOther() throws {
        let inside = Mutex<Duration>(.zero)
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in
            let watch = Stopwatch()
            while watch.elapsed < .microseconds(1) {}
            inside.withLock { $0 = watch.elapsed }
            return left &+ right
        }
        let sandbox = try sandbox(hostFunctions: functions)
        let watch = Stopwatch()
        _ = try sandbox.call("add", Int32(1), Int32(2)) as Int32
        let outside = watch.elapsed
        let durations = observer.take().compactMap(\.duration)
        try #require(durations.count == 2)
        #expect(inside.withLock { $0 } <= durations[0])
        #expect(durations[0] <= durations[1])
        #expect(durations[1] <= outside)
    }

    @Test func anObserverMayImplementNothing() throws {
        struct Nothing: SandboxObserver {}
        let sandbox = try Sandbox.test(configuration: .init(logger: .silent, observer: Nothing()))
        let clean = try sandbox.snapshot()
        #expect(try sandbox.call("add", Int32(1), Int32(2), thenRestoringTo: clean) == Int32(3))
        try sandbox.close()
    }
}
