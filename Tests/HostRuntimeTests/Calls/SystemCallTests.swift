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
        try expect(Self.plainCall, subject) { sandbox, snapshot in
            let result: Int32 = try sandbox.call("increment", thenRestoringTo: snapshot)
            return result == 1
        }
    }

    @Test(arguments: Subject.allCases)
    private func aCallThatLeavesMemoryAsItWasMakesTwo(_ subject: Subject) throws {
        try expect(Self.plainCall, subject) { sandbox, snapshot in
            let result: String = try sandbox.call("echoString", "the same again", thenRestoringTo: snapshot)
            return result == "the same again"
        }
    }

    /// To measure what a call takes costs two readings of the thread's clock for each exit, and another look at the changed
    /// pages.
    @Test func aMeasuredCallMakesThreeMore() throws {
        let clock = SystemCallRecorder.Call(number: Int32(SWIFTLET_CLOCK_GETTIME), request: nil)
        let measured = [
            Self.request(CKVM_RUN): 1, Self.request(CKVM_GET_DIRTY_LOG): 2, clock: 2,
        ]
        try expect(measured, .original) { sandbox, snapshot in
            sandbox.measuresUsage = true
            let result: Int32 = try sandbox.call("increment", thenRestoringTo: snapshot)
            return result == 1
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

    private static let plainCall = [request(CKVM_RUN): 1, request(CKVM_GET_DIRTY_LOG): 1]

    /// - Parameter callsOfOne: The system calls that one call makes.
    private func expect(
        _ callsOfOne: [SystemCallRecorder.Call: Int], _ subject: Subject,
        _ call: @escaping @Sendable (Sandbox, Snapshot) throws -> Bool
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
        #expect(counts == callsOfOne.mapValues { $0 * Self.count })
    }
}
