import Synchronization
import TestSupport
import Testing

@testable import HostRuntime

/// Many threads and kinds of guests share one cache.
@Suite("Shells: many threads")
struct ShellStormTests {
    private struct Shared: @unchecked Sendable {
        let tenants: [ShellTenant]
    }

    @Test func threadsShareACache() throws {
        let shells = ShellCache(capacity: 3)
        let shared = Shared(tenants: try ShellTenant.all())
        let failures = Mutex<[String]>([])
        let threads = (0..<4).map { thread in
            OtherThread {
                var random = SeededGenerator(seed: UInt64(thread))
                for round in 0..<25 {
                    do {
                        let tenant = shared.tenants[Int.random(in: 0..<shared.tenants.count, using: &random)]
                        let sandbox = try tenant.moveIn(shells)
                        let found = try tenant.difference(from: sandbox) ?? tenant.use(sandbox)
                        if let found { failures.withLock { $0.append("round \(round): \(found)") } }
                        if shells.count > 3 { failures.withLock { $0.append("\(shells.count) shells") } }
                        switch Int.random(in: 0..<8, using: &random) {
                        case 0: shells.removeAll()
                        case 1:
                            try sandbox.restore(to: tenant.snapshot)
                            if let found = try tenant.use(sandbox) { failures.withLock { $0.append(found) } }
                        case 2...4: try sandbox.close()
                        default: break
                        }
                    } catch {
                        failures.withLock { $0.append("round \(round): \(error)") }
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
        #expect(shells.count <= 3)
    }
}
