import TestSupport

@testable import HostRuntime

/// The pages that each of many calls in a row writes.
struct DirtySets: CustomStringConvertible {
    let description: String
    /// Pages of the sandbox, written or not.
    let pageCount: Int
    let calls: [Set<Int>]

    private init(_ description: String, pageCount: Int = 8192, calls: Int = 400, _ pages: (Int) -> some Sequence<Int>) {
        self.description = description
        self.pageCount = pageCount
        self.calls = (0..<calls).map { Set(pages($0)) }
    }

    /// What made-up guests write.
    static let invented: [DirtySets] =
        [1, 16, 256, 4096].map { count in DirtySets("the same \(count)") { _ in 0..<count } }
        + [2, 8, 32].map { sets in
            DirtySets("\(sets) sets of 64 in turn") { call in
                let first = call % sets * 64
                return first..<first + 64
            }
        }
        + [
            DirtySets("16, and 5,000 once") { $0 == 100 ? 0..<5000 : 0..<16 },
            DirtySets("16, and 1,000 at every 50th call") { $0 % 50 == 49 ? 0..<1000 : 0..<16 },
            DirtySets("more from call to call") { 0..<min(10 * $0, 4096) },
            DirtySets("none") { _ in 0..<0 },
        ] + [8, 64, 512].map(random)

    private static func random(_ count: Int) -> DirtySets {
        var random = SeededGenerator(seed: UInt64(count))
        return DirtySets("\(count) at random") { _ in (0..<count).map { _ in Int.random(in: 0..<4096, using: &random) }
        }
    }

    /// What a guest writes in calls of the given kinds, each followed by a restore.
    static func recorded(_ description: String, _ call: (Sandbox, Int) throws -> Void) throws -> DirtySets {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        let memory = try demandResources(of: sandbox).layout.memory
        var sets: [Set<Int>] = []
        for number in 0..<100 {
            try? call(sandbox, number)
            let changes = try demandResources(of: sandbox).changes()
            sets.append(Set(changes.addresses.map { Int(($0.rawValue - memory.start.rawValue) / 4096) }))
            try sandbox.restore(to: clean)
        }
        return DirtySets(
            description, pageCount: Int(memory.byteCount / 4096), calls: sets.count, { sets[$0] })
    }

    private static func demandResources(of sandbox: Sandbox) throws -> SandboxResources {
        guard let resources = sandbox.resources else { throw CancellationError() }
        return resources
    }
}
