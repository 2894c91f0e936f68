import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("What host functions know of their call")
struct HostCallContextTests {
    private enum Word: HostContextKey { typealias Value = String }
    private enum Number: HostContextKey { typealias Value = Int }

    private final class Seen: Sendable {
        let contexts = Mutex<[HostCallContext]>([])
        func add(_ context: HostCallContext) { contexts.withLock { $0.append(context) } }
        var latest: HostCallContext? { contexts.withLock { $0.last } }
    }

    private let seen = Seen()

    /// Each way to register a function with a context.
    private func functions(_ isAsynchronous: Bool) -> HostFunctions {
        var functions = HostFunctions.forTests
        if isAsynchronous {
            functions.register("hostEcho") { [seen] (context: HostCallContext, text: String) async -> String in
                seen.add(context)
                return text
            }
            functions.register("hostNothing") { [seen] (context: HostCallContext) async -> Void in seen.add(context) }
        } else {
            functions.register("hostEcho") { [seen] (context: HostCallContext, text: String) -> String in
                seen.add(context)
                return text
            }
            functions.register("hostNothing") { [seen] (context: HostCallContext) -> Void in seen.add(context) }
        }
        return functions
    }

    @Test(arguments: [false, true]) func ofTheCall(_ isAsynchronous: Bool) async throws {
        let sandbox = try Sandbox.test(hostFunctions: functions(isAsynchronous))
        sandbox.hostContext[Word.self] = "word"
        #expect(try await sandbox.call("echoThroughHost", "x") == "x")
        let first = try #require(seen.latest)
        #expect(first.sandboxID == sandbox.id)
        #expect(first.deadline == nil)
        #expect(first[Word.self] == "word")
        #expect(first[Number.self] == nil)

        let deadline = Deadline.now + .seconds(120)
        sandbox.hostContext[Number.self] = 7
        sandbox.hostContext[Word.self] = nil
        #expect(try await sandbox.call("echoThroughHost", "x", deadline: deadline) == "x")
        let second = try #require(seen.latest)
        #expect(second.deadline == deadline)
        #expect(second[Word.self] == nil)
        #expect(second[Number.self] == 7)
        #expect(first[Word.self] == "word")

        // After one with a deadline.
        #expect(try await sandbox.call("echoThroughHost", "x") == "x")
        #expect(seen.latest?.deadline == nil)
        _ =
            try await sandbox.call(
                "allThroughHost", Int32(1), UInt32(2), Int64(3), UInt64(4), Float(5), 6.5, true, "", [UInt8]())
            as Double
        #expect(seen.contexts.withLock { $0.count } == 4)
    }

    @Test func ofASynchronousCall() throws {
        let sandbox = try Sandbox.test(hostFunctions: functions(false))
        let deadline = Deadline.now + .seconds(120)
        #expect(try sandbox.call("echoThroughHost", "x", deadline: deadline) == "x")
        #expect(seen.latest?.deadline == deadline)
        #expect(seen.latest?.sandboxID == sandbox.id)
    }

    /// In the midst of the call it says whether that is to end; afterwards, that it is over.
    @Test func cancellation() throws {
        let box = HandleBox()
        let inside = Mutex<[Bool]>([])
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { [seen] (context: HostCallContext, text: String) throws -> String in
            seen.add(context)
            inside.withLock { $0.append(context.isCancelled) }
            try context.checkCancellation()
            box.interrupt()
            inside.withLock { $0.append(context.isCancelled) }
            try context.checkCancellation()
            return text
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        let clean = try sandbox.snapshot()
        box.set(sandbox)
        try expectError(.cancelled) { try sandbox.call("echoThroughHost", "x") as String }
        #expect(inside.withLock { $0 } == [false, true])
        #expect(seen.latest?.isCancelled == true)
        // Also when another call runs.
        try sandbox.restore(to: clean)
        try sandbox.call("nothing")
        #expect(seen.latest?.isCancelled == true)
    }

    @Test func sandboxesHaveIdentities() throws {
        let clean = try Sandbox.test().snapshot()
        let sandboxes = try (0..<3).map { _ in try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent) }
        #expect(Set(sandboxes.map(\.id)).count == 3)
        let id = sandboxes[0].id
        try sandboxes[0].restore(to: clean)
        #expect(sandboxes[0].id == id)
        #expect(!"\(id)".isEmpty)
    }
}
