import Synchronization
import Testing

@testable import HostRuntime

@Suite("Lives of snapshots")
struct SnapshotLifetimeTests {
    private struct Weak {
        weak var contents: AnyObject?
    }

    /// The contents of all pages that a snapshot has, by address of the object.
    private func contents(of snapshot: Snapshot) -> [ObjectIdentifier: Weak] {
        var found: [ObjectIdentifier: Weak] = [:]
        for number in 0..<PageSet.groupCount(of: snapshot.blueprint.layout.memory) {
            guard let group = snapshot.contents.group(number) else { continue }
            for index in 0..<PageSet.groupSize {
                guard let contents = group[index]?.identity else { continue }
                found[ObjectIdentifier(contents)] = Weak(contents: contents)
            }
        }
        return found
    }

    private func living(_ contents: some Sequence<Weak>) -> Int { contents.count { $0.contents != nil } }

    @Test func aPageLivesAsLongAsItsLastSnapshot() throws {
        let sandbox = try Sandbox.test()
        var first: Snapshot? = try sandbox.snapshot()
        let firstPages = try contents(of: #require(first))
        _ = try sandbox.call("increment") as Int32
        var second: Snapshot? = try sandbox.snapshot()
        let secondPages = try contents(of: #require(second))
        let shared = firstPages.filter { secondPages[$0.key] != nil }
        #expect(!shared.isEmpty && shared.count < firstPages.count && shared.count < secondPages.count)

        #expect(living(firstPages.values) == firstPages.count)
        #expect(first != nil)
        first = nil
        #expect(living(firstPages.values) == shared.count, "what only the first had is gone")
        #expect(living(secondPages.values) == secondPages.count)

        #expect(second != nil)
        second = nil
        #expect(living(secondPages.values) == secondPages.count, "the sandbox is still at the second")
        try sandbox.close()
        #expect(living(secondPages.values) == 0)
    }

    /// Takes snapshots of which each is dropped when the next is there.
    ///
    /// - Returns: The contents of all pages that any had, and how many of these the last one had.
    private func contentsOfAChain(of sandbox: Sandbox, length: Int32) throws -> (all: [Weak], last: Int) {
        var last = try sandbox.snapshot()
        var all = Array(contents(of: last).values)
        for number in 1...length {
            #expect(try sandbox.call("increment") == number)
            let next = try sandbox.snapshot()
            next.contents.forEachDifference(from: last.contents) { number, pages in
                for index in 0..<PageSet.groupSize where pages & 1 << UInt64(index) != 0 {
                    all.append(Weak(contents: next.contents.group(number)?[index]?.identity))
                }
            }
            last = next
        }
        return (all, contents(of: last).count)
    }

    @Test func snapshotsThatAreDroppedLeaveNothing() throws {
        let sandbox = try Sandbox.test()
        let (all, last) = try contentsOfAChain(of: sandbox, length: 1000)
        #expect(all.count > 1000 + last)
        #expect(living(all) == last, "only what the last snapshot had lives on, with the sandbox")
        try sandbox.close()
        #expect(living(all) == 0)
    }

    /// Each thread has a sandbox of its own; the snapshots are everyone's.
    @Test func snapshotsAreForManyThreads() throws {
        let snapshots = try {
            let sandbox = try Sandbox.test()
            return try (1...Int32(4)).map { number in
                #expect(try sandbox.call("increment") == number)
                return try sandbox.snapshot()
            }
        }()
        let failures = Mutex<[String]>([])
        let threads = (0..<4).map { thread in
            OtherThread {
                do {
                    let sandbox = try Sandbox(from: snapshots[thread], hostFunctions: .forTests, logger: .silent)
                    var own = [snapshots[thread]]
                    for round in 0..<40 {
                        let index = (thread + round) % snapshots.count
                        try sandbox.restore(to: snapshots[index])
                        let count: Int32 = try sandbox.call("increment")
                        if count != index + 2 { failures.withLock { $0.append("\(count), not \(index + 2)") } }
                        own.append(try sandbox.snapshot())
                        if own.count > 3 { own.removeFirst() }
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }
}
