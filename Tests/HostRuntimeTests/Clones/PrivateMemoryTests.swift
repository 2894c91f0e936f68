import Testing

@testable import HostRuntime

/// The memory that a sandbox has for itself, as the kernel counts it.
@Suite("Private memory of clones")
struct PrivateMemoryTests {
    private static let heapSize = MemorySize.mebibytes(64)
    /// For what a small call writes, the host's page, and page tables that a processor touches.
    private static let most = 128 << 10

    private func snapshot() throws -> Snapshot {
        let sandbox = try Sandbox.test(configuration: .init(heapSize: Self.heapSize, logger: .silent))
        // Something to share.
        try sandbox.call("keepBlock", UInt32(0), UInt32(8 << 20), UInt32(7))
        return try sandbox.snapshot()
    }

    @Test func anIdleCloneHasLittle() throws {
        let snapshot = try snapshot()
        let clone = try Sandbox.clone(of: snapshot)
        let resources = try #require(clone.resources)
        #expect(try resources.ownBytes() < Self.most)
        for _ in 0..<3 {
            #expect(try clone.call("increment", thenRestoringTo: snapshot) == Int32(1))
            #expect(try resources.ownBytes() < Self.most)
        }
        #expect(try clone.call("keptSum") == UInt64(7 * (8 << 20)))
        #expect(try resources.ownBytes() < Self.most, "reading takes no memory")
    }

    /// Through a private mapping, a hole in a file takes memory of the file as soon as it is touched.
    @Test(arguments: [true, false])
    func whatClonesTouchTakesNoMemoryOfTheFile(tracksDirtyPages: Bool) throws {
        let snapshot = try snapshot()
        let before = try snapshot.memoryFile().allocatedBytes()
        let clone = try Sandbox.clone(of: snapshot, tracksDirtyPages: tracksDirtyPages)
        try clone.call("keepBlock", UInt32(1), UInt32(32 << 20), UInt32(8))
        try clone.restore(to: snapshot)
        #expect(try snapshot.memoryFile().allocatedBytes() - before < 1 << 20)
    }

    @Test func aShellThatNobodyUsesHasOnlyPageTables() throws {
        let shells = ShellCache(capacity: 1)
        let snapshot = try snapshot()
        let clone = try Sandbox.clone(of: snapshot, shells: shells)
        let addresses = try #require(clone.resources).memory.hostAddresses
        try clone.call("keepBlock", UInt32(0), UInt32(8 << 20), UInt32(8))
        #expect(try ProcessMappings().ownBytes(in: addresses) > 8 << 20)
        try clone.close()
        #expect(shells.count == 1)
        let tables = Int(snapshot.blueprint.layout.pageTables.count)
        #expect(try ProcessMappings().ownBytes(in: addresses) <= tables)
    }

    /// A file lives as long as anyone maps any part of it.
    @Test func aShellThatNobodyUsesDoesNotKeepASnapshotsMemory() throws {
        let shells = ShellCache(capacity: 1)
        var snapshot: Snapshot? = try snapshot()
        let inode = try #require(snapshot).memoryFile().inode()
        try Sandbox.clone(of: #require(snapshot), shells: shells).close()
        snapshot = nil
        #expect(shells.count == 1)
        #expect(try ProcessMappings().count(ofInode: inode) == 0)
    }
}
