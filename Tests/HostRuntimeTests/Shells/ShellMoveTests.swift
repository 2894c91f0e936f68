import Testing

@testable import HostRuntime

/// Guests of all kinds in one VM, one after the other: each finds its own memory, and nothing else.
@Suite("Shells: moving in")
struct ShellMoveTests {
    private let shells = ShellCache(capacity: 1)

    private func machine(of sandbox: Sandbox) throws -> ObjectIdentifier {
        ObjectIdentifier(try #require(sandbox.resources).machine)
    }

    /// Each pair of guests comes twice: when the page tables of the second one are new, and when they are known.
    @Test(arguments: [true, false])
    func everyGuestAfterEveryOther(tracksDirtyPages: Bool) throws {
        let tenants = try ShellTenant.all()
        let pairs = tenants.indices.flatMap { left in tenants.indices.flatMap { [left, $0] } }
        var machines: Set<ObjectIdentifier> = []
        for (step, index) in pairs.enumerated() {
            let tenant = tenants[index]
            let sandbox = try tenant.moveIn(shells, tracksDirtyPages: tracksDirtyPages)
            machines.insert(try machine(of: sandbox))
            #expect(try tenant.difference(from: sandbox) == nil, "step \(step)")
            #expect(try tenant.use(sandbox) == nil, "step \(step)")
            if step % 3 == 0 {
                try sandbox.restore(to: tenant.snapshot)
                #expect(try tenant.difference(from: sandbox) == nil, "step \(step)")
                #expect(try tenant.use(sandbox) == nil, "step \(step)")
            }
            try sandbox.close()
        }
        #expect(machines.count == 1)
    }

    /// What the vCPU itself has for page tables.
    @Test func pageTablesSayWhatTheGuestsMapSays() throws {
        var roots: Set<UInt64> = []
        let tenants = try ShellTenant.all()
        for tenant in tenants + tenants.reversed() {
            let sandbox = try tenant.moveIn(shells)
            #expect(try tenant.use(sandbox) == nil)
            let resources = try #require(sandbox.resources)
            let root = try resources.machine.systemRegisters().cr3
            roots.insert(root)
            let walk = PageTableWalk(memory: resources.memory, root: root)
            let layout = resources.layout
            for page in stride(from: 0, to: resources.memory.reservation.end.rawValue, by: 4096) {
                guard walk.entry(for: page) != layout.expectedEntry(for: page) else { continue }
                Issue.record("\(GuestAddress(rawBits: page)) at root \(GuestAddress(rawBits: root))")
            }
            try sandbox.close()
        }
        // Two of the guests have the same map.
        #expect(roots.count == tenants.count - 1)
    }

    /// The page tables of an earlier guest are in memory still, and so may be what the processor remembers of them.
    @Test func addressesOfAnEarlierGuestAreUnmapped() throws {
        let earlier = try ShellTenant(.test, heapSize: .mebibytes(6), stackSize: .mebibytes(1))
        let hostile = try ShellTenant(.hostile, heapSize: .kibibytes(256))
        let map = hostile.snapshot.blueprint.layout
        let places =
            earlier.snapshot.blueprint.layout.regions
            .flatMap { [$0.range.start.rawValue, $0.range.end.rawValue - 4096] } + [
                SupervisorLayout.pageTables.start.rawValue
            ]
        for address in places
        where map.region(at: address).map({ [.guestCode, .guestReadOnly, .guestData].contains($0.access) }) != true {
            let before = try earlier.moveIn(shells)
            #expect(try earlier.use(before) == nil)
            try before.close()
            let sandbox = try hostile.moveIn(shells)
            #expect(shells.count == 0)
            try expectError(.fault) { try sandbox.call("read", address) as UInt64 }
            try sandbox.restore(to: hostile.snapshot)
            try expectError(.fault) { try sandbox.call("write", address, UInt64(1)) }
            try sandbox.close()
        }
    }

    /// Each guest of a new size takes some of the room; then the shell serves only those that it knows.
    @Test func whenTheRoomForPageTablesIsUsedUp() throws {
        func tenant(_ number: Int) throws -> ShellTenant {
            try ShellTenant(.hostile, heapSize: .kibibytes(512 - 4 * number))
        }
        let first = try tenant(0)
        let sandbox = try first.moveIn(shells)
        let machine = try machine(of: sandbox)
        try sandbox.close()
        let room = SupervisorLayout.pageTables.byteCount / first.snapshot.blueprint.layout.pageTables.byteCount
        var served = 1
        var known = first
        for number in 1...100 {
            let next = try tenant(number)
            let sandbox = try next.moveIn(shells)
            #expect(try next.difference(from: sandbox) == nil)
            #expect(try next.use(sandbox) == nil)
            guard try self.machine(of: sandbox) == machine else { break }
            served += 1
            known = next
            try sandbox.close()
        }
        #expect(served == room)
        for tenant in [first, known] {
            let sandbox = try tenant.moveIn(shells)
            #expect(try self.machine(of: sandbox) == machine)
            #expect(try tenant.difference(from: sandbox) == nil)
            #expect(try tenant.use(sandbox) == nil)
            try sandbox.close()
        }
    }
}
