import Testing

@testable import HostRuntime

@Suite("Shells")
struct ShellCacheTests {
    private func clone(_ snapshot: Snapshot, _ shells: ShellCache) throws -> Sandbox {
        try Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent, shells: shells)
    }

    private func snapshot(count: Int32) throws -> Snapshot {
        let sandbox = try Sandbox.test()
        for _ in 0..<count { _ = try sandbox.call("increment") as Int32 }
        return try sandbox.snapshot()
    }

    @Test func aShellServesOneSandboxAfterAnother() throws {
        let shells = ShellCache(capacity: 2)
        let snapshot = try snapshot(count: 3)
        var machines: [ObjectIdentifier] = []
        for _ in 0..<5 {
            let sandbox = try clone(snapshot, shells)
            machines.append(ObjectIdentifier(try #require(sandbox.resources).machine))
            #expect(try sandbox.call("counterValue") == Int32(3))
            #expect(try sandbox.call("increment") == Int32(4))
            #expect(shells.count == 0)
            try sandbox.close()
            #expect(shells.count == 1)
        }
        #expect(Set(machines).count == 1)
        shells.removeAll()
        #expect(shells.count == 0)
    }
}
