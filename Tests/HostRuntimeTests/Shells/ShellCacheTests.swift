import SystemPackage
import Testing

@testable import HostRuntime

@Suite("Shells")
struct ShellCacheTests {
    private func snapshot(count: Int32 = 3) throws -> Snapshot {
        let sandbox = try Sandbox.test()
        try sandbox.call("incrementBy", count)
        return try sandbox.snapshot()
    }

    private func machine(of sandbox: Sandbox) throws -> ObjectIdentifier {
        ObjectIdentifier(try #require(sandbox.resources).machine)
    }

    @Test func aShellServesOneSandboxAfterAnother() throws {
        let shells = ShellCache(capacity: 2)
        let snapshot = try snapshot(count: 3)
        var machines: [ObjectIdentifier] = []
        for _ in 0..<5 {
            let sandbox = try Sandbox.clone(of: snapshot, shells: shells)
            machines.append(try machine(of: sandbox))
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

    /// One that nobody has called stands in ring 0 still.
    @Test func aSandboxThatWasNeverCalledLeavesItsShellToo() throws {
        let shells = ShellCache(capacity: 1)
        let snapshot = try snapshot()
        var machines: Set<ObjectIdentifier> = []
        for _ in 0..<3 {
            let sandbox = try Sandbox.clone(of: snapshot, shells: shells)
            machines.insert(try machine(of: sandbox))
        }
        let sandbox = try Sandbox.clone(of: snapshot, shells: shells)
        machines.insert(try machine(of: sandbox))
        #expect(machines.count == 1)
        #expect(try sandbox.call("increment") == Int32(4))
    }

    @Test func closingTwiceLeavesOneShell() throws {
        let shells = ShellCache(capacity: 3)
        var sandbox: Sandbox? = try .clone(of: snapshot(), shells: shells)
        try sandbox?.close()
        try sandbox?.close()
        #expect(shells.count == 1)
        try expectError(.closed) { try sandbox?.call("increment") as Int32? }
        sandbox = nil
        #expect(shells.count == 1)
    }

    @Test(arguments: [-3, 0, 1, 2])
    func noMoreThanItsCapacityIsKept(capacity: Int) throws {
        let shells = ShellCache(capacity: capacity)
        #expect(shells.capacity == max(capacity, 0))
        let snapshot = try snapshot()
        weak var last: (any VirtualMachine)?
        do {
            let sandboxes = try (0..<4).map { _ in try Sandbox.clone(of: snapshot, shells: shells) }
            last = try #require(sandboxes.last?.resources).machine
            for sandbox in sandboxes { try sandbox.close() }
        }
        #expect(shells.count == max(capacity, 0))
        #expect(last == nil, "what is not kept is freed")
    }

    @Test func removingFreesTheMachines() throws {
        let shells = ShellCache(capacity: 1)
        let sandbox = try Sandbox.clone(of: snapshot(), shells: shells)
        weak let machine = try #require(sandbox.resources).machine
        try sandbox.close()
        #expect(machine != nil)
        shells.removeAll()
        #expect(machine == nil)
        #expect(shells.count == 0)
    }

    @Test func aShellThatTracksPagesIsForSandboxesThatDo() throws {
        let shells = ShellCache(capacity: 2)
        let snapshot = try snapshot()
        try Sandbox.clone(of: snapshot, shells: shells).close()
        let other = try Sandbox.clone(of: snapshot, tracksDirtyPages: false, shells: shells)
        #expect(shells.count == 1)
        #expect(try other.call("increment") == Int32(4))
        try other.restore(to: snapshot)
        #expect(try other.call("increment") == Int32(4))
        try other.close()
        #expect(shells.count == 2)
        _ = try Sandbox.clone(of: snapshot, shells: shells)
        #expect(shells.count == 2)
    }

    /// One with room for twice as much would cost the small guest a long log to read at each restore.
    @Test func aShellThatIsTooLargeOrTooSmallIsNotTaken() throws {
        let shells = ShellCache(capacity: 2)
        let small = try ShellTenant(.test, heapSize: .mebibytes(2))
        let large = try ShellTenant(.test, heapSize: .mebibytes(64))
        try large.moveIn(shells).close()
        try small.moveIn(shells).close()
        #expect(shells.count == 2)
        try small.moveIn(shells).close()
        #expect(shells.count == 2)
        let sandbox = try large.moveIn(shells)
        #expect(shells.count == 1)
        #expect(try large.use(sandbox) == nil)
    }

    /// A sandbox whose machine can be settled that many times after calls that failed.
    private func sandbox(settlings: Int, leavingItsShellTo shells: ShellCache) throws -> Sandbox {
        let snapshot = try snapshot()
        let sandbox = try Sandbox(
            image: snapshot.image, hostFunctions: .forTests, limits: .init(), logger: .silent, shells: shells
        ) { (level) throws(HypervisorError) in
            try SandboxResources(
                cloning: snapshot, shells: nil, tracksDirtyPages: true, logLevel: level
            ) { (memory, slots) throws(HypervisorError) in
                FailingMachine(try KVMVirtualMachine(memory: memory, slots: slots), settlings: settlings)
            }
        }
        try sandbox.restore(to: snapshot)
        return sandbox
    }

    @Test(arguments: [0, 1])
    func whatCannotBeSettledIsNotKept(settlings: Int) throws {
        let shells = ShellCache(capacity: 1)
        let sandbox = try sandbox(settlings: settlings, leavingItsShellTo: shells)
        try expectError(.aborted) { try sandbox.call("trapOverflow", Int32.max, Int32(1)) as Int32 }
        try sandbox.close()
        #expect(shells.count == settlings)
    }

    @Test func aShellWhoseLogCannotBeReadIsNotKept() throws {
        let shells = ShellCache(capacity: 1)
        let sandbox = try sandbox(settlings: 0, leavingItsShellTo: shells)
        let machine = try #require(sandbox.resources?.machine as? FailingMachine)
        machine.upcoming = [.init(fails: true)]
        try sandbox.close()
        #expect(shells.count == 0)
    }

    /// A run that somebody ends as its guest leaves: the next guest must not pay for it.
    @Test func aShellWithAnInterruptionToComeIsNotKept() throws {
        let shells = ShellCache(capacity: 1)
        let snapshot = try snapshot()
        let sandbox = try Sandbox.clone(of: snapshot, shells: shells)
        _ = try sandbox.call("increment") as Int32
        try #require(sandbox.resources).machine.interrupt()
        try sandbox.close()
        #expect(shells.count == 0)
        #expect(try Sandbox.clone(of: snapshot, shells: shells).call("increment") == Int32(4))
    }

    @Test func aShellThatAGuestCannotMoveIntoIsFreed() throws {
        let shells = ShellCache(capacity: 2)
        let snapshot = try snapshot()
        try Sandbox.clone(of: snapshot, shells: shells).close()
        #expect(shells.count == 1)
        let layout = snapshot.blueprint.layout
        let misplaced = try #require(GuestRange(start: 1 << 40, count: layout.memory.byteCount))
        let file = try MemoryFile(range: misplaced) { _ in }
        #expect(shells.take(for: layout, tracksDirtyPages: true, movingInto: file) == nil)
        #expect(shells.count == 0)
        let sandbox = try Sandbox.clone(of: snapshot, shells: shells)
        #expect(try sandbox.call("increment") == Int32(4))
        try sandbox.close()
        #expect(shells.count == 1)
    }
}
