import Testing

@testable import HostRuntime

@Suite("Clones")
struct CloneTests {
    private func copy(_ sandbox: Sandbox) throws -> MemoryCopy { try MemoryCopy(of: #require(sandbox.resources)) }

    private func difference(_ copy: MemoryCopy, _ sandbox: Sandbox) throws -> String? {
        copy.difference(from: try #require(sandbox.resources))
    }

    /// Writes many pages of all kinds.
    private func disturb(_ sandbox: Sandbox, _ value: UInt32) throws {
        _ = try sandbox.call("increment") as Int32
        try sandbox.call("keepBlock", UInt32(0), UInt32(300_000), value)
        #expect(try sandbox.call("bytesSum", [UInt8](repeating: 1, count: 30_000)) == UInt64(30_000))
    }

    @Test(arguments: [true, false])
    func nobodySeesWhatAnotherOneWrites(tracksDirtyPages: Bool) throws {
        let original = try Sandbox.test()
        try disturb(original, 1)
        let snapshot = try original.snapshot()
        let expected = try copy(original)
        let clones = try (0..<3).map { _ in try Sandbox.clone(of: snapshot, tracksDirtyPages: tracksDirtyPages) }
        for clone in clones { #expect(try difference(expected, clone) == nil) }
        for (number, clone) in clones.enumerated() {
            try disturb(clone, UInt32(number) + 2)
            #expect(try difference(expected, original) == nil)
            for other in clones[(number + 1)...] { #expect(try difference(expected, other) == nil) }
        }
        try disturb(original, 9)
        #expect(try clones.map { try $0.call("keptSum") as UInt64 } == [600_000, 900_000, 1_200_000])
        #expect(try original.call("keptSum") == UInt64(2_700_000))
        #expect(try difference(expected, Sandbox.clone(of: snapshot)) == nil)
        for sandbox in clones + [original] {
            try sandbox.restore(to: snapshot)
            #expect(try difference(expected, sandbox) == nil)
        }
    }

    @Test(arguments: [true, false])
    func aCloneHasSnapshotsAndClonesOfItsOwn(tracksDirtyPages: Bool) throws {
        let original = try Sandbox.test()
        try disturb(original, 1)
        var snapshots = [try original.snapshot()]
        var copies = [try copy(original)]
        for generation in 1...4 {
            let clone = try Sandbox.clone(of: snapshots[generation - 1], tracksDirtyPages: tracksDirtyPages)
            try disturb(clone, UInt32(generation) + 1)
            #expect(try clone.call("counterValue") == Int32(generation + 1))
            snapshots.append(try clone.snapshot())
            copies.append(try copy(clone))
        }
        for (snapshot, copy) in zip(snapshots, copies) {
            #expect(try difference(copy, Sandbox.clone(of: snapshot)) == nil)
        }
        // To snapshots of the original and of other clones, forward and back.
        let clone = try Sandbox.clone(of: snapshots[2], tracksDirtyPages: tracksDirtyPages)
        for sandbox in [clone, original] {
            for index in [0, 4, 1, 2, 3, 0, 2] {
                try disturb(sandbox, 77)
                try sandbox.restore(to: snapshots[index])
                #expect(try difference(copies[index], sandbox) == nil)
            }
        }
    }

    @Test func clonesOutliveTheSnapshotAndTheOriginal() throws {
        var original: Sandbox? = try .test()
        _ = try original?.call("increment") as Int32?
        var snapshot: Snapshot? = try original?.snapshot()
        let expected = try copy(#require(original))
        let clones = try (0..<2).map { _ in try Sandbox.clone(of: #require(snapshot)) }
        original = nil
        weak let dropped = snapshot
        snapshot = nil
        #expect(dropped == nil)
        for clone in clones {
            #expect(try difference(expected, clone) == nil)
            #expect(try clone.call("increment") == Int32(2))
            let own = try clone.snapshot()
            try disturb(clone, 3)
            try clone.restore(to: own)
            #expect(try clone.call("counterValue") == Int32(2))
        }
    }

    @Test func theFileAndItsMappingsGoWithTheirUsers() throws {
        let original = try Sandbox.test()
        var snapshot: Snapshot? = try original.snapshot()
        var clones = try (0..<50).map { _ in try Sandbox.clone(of: #require(snapshot)) }
        weak let file = try #require(snapshot).memoryFile()
        let inode = try #require(file).inode()
        #expect(try ProcessMappings().count(ofInode: inode) == 50)
        #expect(clones.count == 50)
        let machines = try clones.map { Weak(machine: try #require($0.resources).machine) }
        for clone in clones[..<25] { try clone.close() }
        #expect(try ProcessMappings().count(ofInode: inode) == 25)
        #expect(machines.count { $0.machine != nil } == 25)
        clones = []
        #expect(try ProcessMappings().count(ofInode: inode) == 0)
        #expect(machines.allSatisfy { $0.machine == nil })
        #expect(file != nil)
        snapshot = nil
        #expect(file == nil)
    }

    private struct Weak {
        weak var machine: (any VirtualMachine)?
    }
}
