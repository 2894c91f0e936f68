import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

/// Many tasks with guests that run, wait and spin, some of which are cancelled at random moments.
@Suite("Cancelled tasks at random")
struct AsyncStormTests {
    private static let tasks = 100
    private static let duration = getenv("SWIFTLET_STORM_SECONDS").flatMap { Double(String(cString: $0)) } ?? 1.5

    private final class Counts: Sendable {
        let cancelled = Atomic(0)
        let answered = Atomic(0)
        private let end = Deadline.now + .milliseconds(Int(AsyncStormTests.duration * 1000))
        private let patience = Deadline.now + .seconds(120)

        /// On a busy machine the time may be over before anything has happened.
        var isOver: Bool {
            let hasHappened = cancelled.load(ordering: .relaxed) > 0 && answered.load(ordering: .relaxed) > 0
            return Deadline.now > (hasHappened ? end : patience)
        }
    }

    private static func hostFunctions() -> HostFunctions {
        var functions = HostFunctions.forTests
        functions.register("hostAdd") { (left: Int32, right: Int32) async -> Int32 in
            for _ in 0..<Int.random(in: 0..<3) { await Task.yield() }
            return left &+ right
        }
        functions.register("hostEcho") { (text: String) async throws -> String in
            try await Task.sleep(for: .microseconds(Int.random(in: 0..<2000)))
            return text
        }
        return functions
    }

    /// Of each two sandboxes one is never cancelled: none of its calls may fail.
    @Test func onlyCallsOfCancelledTasksFail() async throws {
        let configuration = Sandbox.Configuration(heapSize: .kibibytes(64), logger: .silent)
        let clean = try Sandbox.test(configuration: configuration).snapshot()
        let executor = GuestExecutor(threads: 3)
        let functions = Self.hostFunctions()
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<Self.tasks {
                group.addTask {
                    let sandbox = Smuggled()
                    sandbox.sandbox = try Sandbox(from: clean, hostFunctions: functions, logger: .silent)
                    sandbox.sandbox?.executor = executor
                    while !counts.isOver {
                        guard index % 2 == 0 else {
                            try await Self.call(sandbox, clean)
                            counts.answered.add(1, ordering: .relaxed)
                            continue
                        }
                        let task = Task {
                            do {
                                if index % 8 == 2 {
                                    try await sandbox.sandbox?.call("spin", thenRestoringTo: clean)
                                    Issue.record("a guest that never returns has returned")
                                } else {
                                    try await Self.call(sandbox, clean)
                                }
                            } catch let error as SandboxError where error.code == .cancelled {
                                counts.cancelled.add(1, ordering: .relaxed)
                            }
                        }
                        try await Task.sleep(for: .microseconds(Int.random(in: 0..<5000)))
                        task.cancel()
                        try await task.value
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.cancelled.load(ordering: .relaxed) > 0)
        #expect(counts.answered.load(ordering: .relaxed) > 0)
        #expect(executor.waitingCalls == 0)
    }

    private static func call(_ smuggled: Smuggled, _ clean: Snapshot) async throws {
        guard let sandbox = smuggled.sandbox else { return }
        let number = Int32.random(in: 0..<1000)
        #expect(try await sandbox.call("add", number, Int32(1), thenRestoringTo: clean) == number + 1)
        #expect(try await sandbox.call("echoThroughHost", "\(number)", thenRestoringTo: clean) == "\(number)")
    }
}
