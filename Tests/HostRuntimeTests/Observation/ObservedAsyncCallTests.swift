import GuestTestSupport
import Testing

@testable import HostRuntime

@Suite("What observers are told of asynchronous calls")
struct ObservedAsyncCallTests {
    private let observer = RecordingObserver()

    private func sandbox(hostFunctions: HostFunctions = .forTests) throws -> Sandbox {
        let sandbox = try Sandbox.test(
            configuration: .init(logger: .silent, observer: observer), hostFunctions: hostFunctions)
        _ = observer.take()
        return sandbox
    }

    @Test func theSameAsOfOthers() async throws {
        let sandbox = try sandbox()
        let clean = try sandbox.snapshot()
        _ = observer.take()
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        #expect(observer.takeTexts() == ["hostAdd", "add: 2 exits, 1 host calls"])
        try await expectError(.aborted) { try await sandbox.call("trapFatalError", "x", thenRestoringTo: clean) }
        let texts = observer.takeTexts()
        #expect(texts.first == "trapFatalError: 1 exits, 0 host calls, aborted")
        #expect(texts.count == 2)
        #expect(texts.last?.hasPrefix("restore of") == true)
    }

    @Test func asynchronousHostFunctions() async throws {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in left &+ right }
        functions.register("hostFail") { (text: String) async throws -> Int32 in throw HostFailure(text: text) }
        let sandbox = try sandbox(hostFunctions: functions)
        #expect(try await sandbox.call("add", Int32(1), Int32(2)) == Int32(3))
        #expect(observer.takeTexts() == ["hostAdd", "add: 2 exits, 1 host calls"])
        try await expectError(.hostFunctionFailed) { try await sandbox.call("passHostErrorOn", "x") as Int32 }
        #expect(
            observer.takeTexts() == ["hostFail threw", "passHostErrorOn: 2 exits, 1 host calls, hostFunctionFailed"])
    }
}
