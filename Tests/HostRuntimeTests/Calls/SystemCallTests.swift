import CKVM
import CSystemCalls
import Glibc
import Synchronization
import Testing

@testable import HostRuntime

/// What a call with a restore asks of the kernel, once the same pages have been written often enough.
@Suite("System calls")
struct SystemCallTests {
    private static let count = 1000
    private static let warmUp = 3 * IdlePages.patience

    private static func request(_ request: ckvm_request) -> SystemCallRecorder.Call {
        .init(number: Int32(SWIFTLET_IOCTL), request: UInt64(request.rawValue))
    }

    private enum Subject: CaseIterable {
        case original, recycledClone
    }

    @Test(arguments: Subject.allCases)
    private func aCallWithARestoreMakesTwo(_ subject: Subject) throws {
        try expectTwo(subject) { sandbox, snapshot in
            let result: Int32 = try sandbox.call("increment", thenRestoringTo: snapshot)
            return result == 1
        }
    }

    @Test(arguments: Subject.allCases)
    private func aCallThatLeavesMemoryAsItWasMakesTwo(_ subject: Subject) throws {
        try expectTwo(subject) { sandbox, snapshot in
            let result: String = try sandbox.call("echoString", "the same again", thenRestoringTo: snapshot)
            return result == "the same again"
        }
    }

    /// The test of the tests: no system call escapes.
    @Test func everySystemCallIsSeen() {
        let counts = SystemCallRecorder.record { recorder in
            recorder.begin()
            for _ in 0..<3 { _ = getppid() }
            recorder.end()
            _ = getpid()
        }
        #expect(Array(counts.values) == [3])
    }

    private func expectTwo(
        _ subject: Subject, _ call: @escaping @Sendable (Sandbox, Snapshot) throws -> Bool
    ) throws {
        let failure = Mutex<String?>(nil)
        let counts = SystemCallRecorder.record { recorder in
            do {
                let original = try Sandbox.test()
                _ = try call(original, original.snapshot())
                let snapshot = try original.snapshot()
                let shells = ShellCache(capacity: 1)
                if subject == .recycledClone { try Sandbox.clone(of: snapshot, shells: shells).close() }
                let sandbox = subject == .original ? original : try Sandbox.clone(of: snapshot, shells: shells)
                for _ in 0..<Self.warmUp { _ = try call(sandbox, snapshot) }
                var right = 0
                recorder.begin()
                for _ in 0..<Self.count where try call(sandbox, snapshot) { right += 1 }
                recorder.end()
                if right != Self.count { failure.withLock { [right] in $0 = "\(right) right answers" } }
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
        }
        #expect(failure.withLock { $0 } == nil)
        #expect(counts == [Self.request(CKVM_RUN): Self.count, Self.request(CKVM_GET_DIRTY_LOG): Self.count])
    }
}
