import Testing

@testable import HostRuntime

/// What a burst of writes takes of the machine's memory is returned when no restore needs it any more.
@Suite("Memory of a burst")
struct BurstMemoryTests {
    private static let blockSize = 20 << 20
    /// What remains: pages that are in use at each call.
    private static let rest = 256 << 10

    private let original: Sandbox
    private let snapshot: Snapshot
    private let expected: MemoryCopy

    init() throws {
        original = try Sandbox.test(
            configuration: .init(heapSize: .mebibytes(32), inputSize: .mebibytes(8), logger: .silent))
        // Pages with contents, which the burst writes too.
        try original.call("keepBlock", UInt32(0), UInt32(1 << 20), UInt32(7))
        snapshot = try original.snapshot()
        expected = try MemoryCopy(of: #require(original.resources))
    }

    private func subject(isClone: Bool) throws -> (sandbox: Sandbox, resources: SandboxResources) {
        let sandbox = isClone ? try Sandbox.clone(of: snapshot) : original
        return (sandbox, try #require(sandbox.resources))
    }

    private func smallCalls(_ sandbox: Sandbox, _ count: Int = 2 * IdlePages.patience) throws {
        for _ in 0..<count { #expect(try sandbox.call("increment", thenRestoringTo: snapshot) == Int32(1)) }
    }

    /// Does something large, and waits until the memory for it is back.
    private func expectReturned(isClone: Bool, after burst: (Sandbox) throws -> Void) throws {
        let (sandbox, resources) = try subject(isClone: isClone)
        try smallCalls(sandbox, 2)
        let before = try resources.ownBytes()
        try burst(sandbox)
        #expect(try resources.ownBytes() > before + (2 << 20))
        try smallCalls(sandbox)
        #expect(try resources.ownBytes() < before + Self.rest)
        #expect(expected.difference(from: resources) == nil)
        // The same pages are written again.
        try burst(sandbox)
        try sandbox.restore(to: snapshot)
        #expect(expected.difference(from: resources) == nil)
        #expect(try sandbox.call("keptSum") == UInt64(7 << 20))
    }

    @Test(arguments: [true, false])
    func whatTheGuestWrote(isClone: Bool) throws {
        try expectReturned(isClone: isClone) { sandbox in
            try sandbox.call("keepBlock", UInt32(1), UInt32(Self.blockSize), UInt32(9), thenRestoringTo: snapshot)
        }
    }

    @Test(arguments: [true, false])
    func whatTheHostWrote(isClone: Bool) throws {
        let bytes = [UInt8](repeating: 2, count: 5 << 20)
        try expectReturned(isClone: isClone) { sandbox in
            let sum: UInt64 = try sandbox.call("bytesSum", bytes, thenRestoringTo: snapshot)
            #expect(sum == 10 << 20)
        }
    }

    /// Pages that a restore wrote only because another snapshot has them.
    @Test(arguments: [true, false])
    func whatAnotherSnapshotHas(isClone: Bool) throws {
        let large = try Sandbox.clone(of: snapshot)
        try large.call("keepBlock", UInt32(1), UInt32(Self.blockSize), UInt32(9))
        let other = try large.snapshot()
        try expectReturned(isClone: isClone) { sandbox in
            try sandbox.restore(to: other)
            #expect(try sandbox.call("keptSum") == UInt64(7 << 20) + UInt64(9 * Self.blockSize))
            try sandbox.restore(to: snapshot)
        }
    }

    /// Hot pages become cold first.
    @Test(arguments: [true, false])
    func whatWasWrittenForALongTime(isClone: Bool) throws {
        let (sandbox, resources) = try subject(isClone: isClone)
        try smallCalls(sandbox, 2)
        let before = try resources.ownBytes()
        for _ in 0..<5 {
            try sandbox.call("keepBlock", UInt32(1), UInt32(Self.blockSize), UInt32(9), thenRestoringTo: snapshot)
        }
        try smallCalls(sandbox, 2 * IdlePages.patience + Int(HotPages.patience))
        #expect(try resources.ownBytes() < before + Self.rest)
        #expect(expected.difference(from: resources) == nil)
    }
}
