import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

/// Many sandboxes on many threads, some of which somebody ends calls of, at random moments.
@Suite("Interruptions at random")
struct InterruptionStormTests {
    private static let sandboxes = 100
    /// In seconds.
    private static let duration = getenv("SWIFTLET_STORM_SECONDS").flatMap { Double(String(cString: $0)) } ?? 1.5

    private final class Target: Sendable {
        let box = HandleBox()
        /// Set when a call has ended, or when none ever will.
        let hasCalled = Mark()
        let hasEnded = Mark()
        let cancelledCalls = Atomic(0)
        let requests = Atomic(0)
    }

    /// Of each two sandboxes one is never interrupted: none of its calls may fail. Some of the others run guests that only an
    /// interruption ends: a request that is lost would leave one for ever.
    @Test func onlyCallsThatSomebodyEndsAreCancelled() throws {
        let targets = (0..<Self.sandboxes).map { _ in Target() }
        let image = try TestGuests.test.get()
        let clean = try Sandbox(
            guest: .image(image), configuration: .init(heapSize: .kibibytes(64), logger: .silent),
            hostFunctions: .forTests
        ).snapshot()
        let isOver = Mark()
        let callers = targets.enumerated().map { index, target in
            OtherThread {
                if Self.spins(index) {
                    Self.spin(clean, target, isOver)
                } else {
                    Self.call(clean, target, mayBeCancelled: index % 2 == 0, isOver)
                }
            }
        }
        let attackers = (0..<4).map { _ in
            OtherThread {
                while !isOver.isSet {
                    let target = targets[Int.random(in: 0..<(Self.sandboxes / 2)) * 2]
                    if target.box.interrupt() { target.requests.add(1, ordering: .relaxed) }
                    Mark.pause(Int.random(in: 0..<5000))
                }
            }
        }
        for target in targets { target.hasCalled.wait() }
        usleep(UInt32(Self.duration * 1_000_000))
        isOver.set()
        for thread in attackers { thread.join() }
        // Each call that has been asked to end does, and those that have not are asked now.
        for (index, target) in targets.enumerated() where Self.spins(index) {
            let patience = Deadline.now + .seconds(120)
            while !target.hasEnded.isSet {
                guard Deadline.now < patience else {
                    Issue.record("a call that was asked to end goes on")
                    return
                }
                if target.box.interrupt() { target.requests.add(1, ordering: .relaxed) }
                usleep(100)
            }
        }
        for thread in callers { thread.join() }
        let cancelled = targets.map { $0.cancelledCalls.load(ordering: .relaxed) }
        let requests = targets.map { $0.requests.load(ordering: .relaxed) }
        #expect(zip(cancelled, requests).allSatisfy { $0 <= $1 }, "a call was cancelled without a request")
        #expect(cancelled.reduce(0, +) > 0)
    }

    private static func spins(_ index: Int) -> Bool { index % 8 == 2 }

    private static func spin(_ clean: Snapshot, _ target: Target, _ isOver: Mark) {
        defer {
            target.hasCalled.set()
            target.hasEnded.set()
        }
        do {
            let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            target.box.set(sandbox)
            target.hasCalled.set()
            while !isOver.isSet {
                do {
                    try sandbox.call("spin")
                    Issue.record("a guest that never returns has returned")
                } catch  where error.code == .cancelled {
                    target.cancelledCalls.add(1, ordering: .relaxed)
                    try sandbox.restore(to: clean)
                }
            }
        } catch {
            Issue.record("a call failed that was to be cancelled: \(error)")
        }
    }

    private static func call(_ clean: Snapshot, _ target: Target, mayBeCancelled: Bool, _ isOver: Mark) {
        defer { target.hasCalled.set() }
        do {
            let sandbox = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            target.box.set(sandbox)
            while !isOver.isSet {
                let number = Int32.random(in: 0..<1000)
                do {
                    #expect(try sandbox.call("add", number, Int32(1)) as Int32 == number + 1)
                } catch  where error.code == .cancelled && mayBeCancelled {
                    target.cancelledCalls.add(1, ordering: .relaxed)
                    try sandbox.restore(to: clean)
                }
                target.hasCalled.set()
            }
        } catch {
            Issue.record("a call that nobody ended failed: \(error)")
        }
    }
}
