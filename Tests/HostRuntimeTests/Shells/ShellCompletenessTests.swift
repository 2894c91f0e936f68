import Testing

@testable import HostRuntime

/// A guest that moves into a shell finds nothing of the one that was there, whatever that one did in the end.
@Suite("Completeness of moves")
struct ShellCompletenessTests {
    /// A guest, and the processor as its calls find it in a sandbox that is nobody's shell.
    private struct Tenant {
        let snapshot: Snapshot
        let fresh: ProcessorState

        init(heapSize: MemorySize) throws {
            let secret = try SecretSandbox(heapSize: heapSize)
            snapshot = secret.clean
            fresh = try secret.stateAtEntry()
        }
    }

    /// Made once for all tests. Their memory maps differ, and so do their page tables.
    private static let tenants = Result {
        [try Tenant(heapSize: .kibibytes(512)), try Tenant(heapSize: .kibibytes(256))]
    }

    private let shells = ShellCache(capacity: 1)
    private let tenants: [Tenant]

    init() throws { tenants = try Self.tenants.get() }

    /// Looks for the secret in a sandbox that is new in a shell, and for traces in the processor.
    private func expectNothing(in tenant: Tenant) throws {
        let secret = try SecretSandbox(cloning: tenant.snapshot, shells: shells)
        #expect(try secret.secretsInMemory() == 0)
        #expect(try secret.stateAtEntry().differences(from: tenant.fresh) == [])
    }

    @Test(arguments: WayOut.all)
    func everyWayOut(_ way: WayOut) throws {
        let reachable = try ReachableState.current.get()
        // Page tables that the shell does not know yet, and ones that it knows.
        for (leaver, next) in [(0, 1), (1, 0)] {
            let secret = try SecretSandbox(cloning: tenants[leaver].snapshot, shells: shells)
            try secret.sandbox.call("keep", SecretSandbox.bytes)
            try way.leave(secret, reachable.plainComponents)
            try secret.sandbox.close()
            #expect(shells.count == 1 || way.mayTakeTheMachineAlong)
            try expectNothing(in: tenants[next])
        }
    }

    @Test func argumentsAndResults() throws {
        let secret = try SecretSandbox(cloning: tenants[0].snapshot, shells: shells)
        let bytes = [UInt8]((0..<1000).flatMap { _ in SecretSandbox.bytes })
        let _: [UInt8] = try secret.sandbox.call("reply", bytes)
        try secret.sandbox.close()
        try expectNothing(in: tenants[1])
    }
}
