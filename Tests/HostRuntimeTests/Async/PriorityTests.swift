import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

@Suite("Priority of asynchronous calls")
struct PriorityTests {
    @Test func theLineIsInOrder() {
        var line = PriorityLine<String>()
        #expect(line.popFirst() == nil)
        _ = line.append("low 1", priority: 1)
        let gone = line.append("gone", priority: 9)
        _ = line.append("high 1", priority: 9)
        _ = line.append("low 2", priority: 1)
        _ = line.append("middle", priority: 5)
        _ = line.append("high 2", priority: 9)
        #expect(line.remove(gone) == "gone")
        #expect(line.remove(gone) == nil)
        #expect(line.count == 5)
        #expect(line.popFirst() == "high 1")
        #expect(line.popFirst() == "high 2")
        #expect(line.popFirst() == "middle")
        _ = line.append("late", priority: 5)
        #expect(line.popFirst() == "late")
        #expect(line.popFirst() == "low 1")
        #expect(line.popFirst() == "low 2")
        #expect(line.popFirst() == nil)
        #expect(line.isEmpty)
    }

    /// Against a plain list.
    @Test func anyOrderOfChanges() {
        var line = PriorityLine<Int>()
        var list: [(priority: UInt8, number: Int, place: PriorityLine<Int>.Place)] = []
        for number in 0..<20_000 {
            switch Int.random(in: 0..<4) {
            case 0, 1:
                let priority = UInt8.random(in: 0..<6)
                list.append((priority, number, line.append(number, priority: priority)))
            case 2:
                guard let index = list.indices.randomElement() else { continue }
                #expect(line.remove(list.remove(at: index).place) != nil)
            default:
                let first = list.indices.max { left, right in
                    (list[left].priority, -left) < (list[right].priority, -right)
                }
                #expect(line.popFirst() == first.map { list.remove(at: $0).number })
            }
            #expect(line.count == list.count)
        }
    }

    /// One thread, which is taken: those who wait have it later by their priority.
    @Test func callsOfHigherPriorityComeFirst() async throws {
        let order = try await orderOfTwo { _ in }
        #expect(order == ["high", "low"])
    }

    /// Somebody of higher priority waits for a call of lower priority: that is raised, also while it waits for a thread.
    @Test func aCallThatSomebodyWaitsForIsRaised() async throws {
        let order = try await orderOfTwo { low in
            let patience = Latch()
            Task.detached(priority: .high) {
                patience.open()
                await low.value
            }
            await patience.wait()
            try await eventually(low.isRaised)
        }
        #expect(order.count == 2)
        #expect(order.first == "low")
    }

    private final class Order: Sendable {
        let names = Mutex<[String]>([])
    }

    private struct Low: Sendable {
        let task: Task<Void, Never>
        let raised: Mark
        var isRaised: Bool { raised.isSet }
        var value: Void { get async { await task.value } }
    }

    /// A call of low priority comes, then one of high priority, or of middle priority if the first is raised.
    private func orderOfTwo(_ between: (Low) async throws -> Void) async throws -> [String] {
        let executor = GuestExecutor(threads: 1)
        let clean = try Sandbox.test().snapshot()
        let hog = Task {
            let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            sandbox.executor = executor
            try await sandbox.call("spin")
        }
        try await eventually(executor.startedThreads == 1)
        let order = Order()
        let ended = Latch()
        let raised = Mark()
        @Sendable func call(_ name: String) async {
            do {
                var functions = HostFunctions.forTests
                functions.register("hostEcho") { (text: String) -> String in
                    order.names.withLock { $0.append(text) }
                    return text
                }
                let sandbox = try Sandbox(from: clean, hostFunctions: functions, logger: .silent)
                sandbox.executor = executor
                _ = try await sandbox.call("echoThroughHost", name) as String
            } catch {
                Issue.record("\(error)")
            }
        }
        let low = Task.detached(priority: .low) {
            await withTaskPriorityEscalationHandler {
                await call("low")
            } onPriorityEscalated: { _, _ in
                raised.set()
            }
        }
        try await eventually(executor.waitingCalls == 1)
        try await between(Low(task: low, raised: raised))
        Task.detached(priority: raised.isSet ? .medium : .high) {
            await call("high")
            ended.open()
        }
        try await eventually(executor.waitingCalls == 2)
        hog.cancel()
        await ended.wait()
        await low.value
        return order.names.withLock { $0 }
    }
}
