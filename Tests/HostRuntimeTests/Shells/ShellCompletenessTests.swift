import Testing

@testable import HostRuntime

/// A guest that moves into a shell finds nothing of the one that was there, whatever that one did in the end.
@Suite("Completeness of moves")
struct ShellCompletenessTests {
    private let shells = ShellCache(capacity: 1)
    private let large: SecretSandbox
    private let small: SecretSandbox

    init() throws {
        large = try SecretSandbox(heapSize: .mebibytes(2))
        small = try SecretSandbox(heapSize: .kibibytes(256))
    }

    /// Looks for the secret in a sandbox that is new in a shell, and for traces in the processor.
    private func expectNothing(in secret: SecretSandbox, fresh: ProcessorState) throws {
        #expect(try secret.secretsInMemory() == 0)
        #expect(try secret.stateAtEntry().differences(from: fresh) == [])
        #expect(try secret.secretsFoundByGuest() == 0)
    }

    @Test(arguments: WayOut.all)
    func everyWayOut(_ way: WayOut) throws {
        let reachable = try ReachableState.current.get()
        let freshLarge = try large.stateAtEntry()
        let freshSmall = try small.stateAtEntry()
        // The second time, the page tables of both are known.
        for _ in 0..<2 {
            for (leaver, next, fresh) in [(large, small, freshSmall), (small, large, freshLarge)] {
                let tenant = try SecretSandbox(cloning: leaver.clean, shells: shells)
                try tenant.sandbox.call("keep", SecretSandbox.bytes)
                try way.leave(tenant, reachable.plainComponents)
                try tenant.sandbox.close()
                #expect(shells.count == 1 || way.mayTakeTheMachineAlong)
                try expectNothing(in: SecretSandbox(cloning: next.clean, shells: shells), fresh: fresh)
            }
        }
    }

    @Test func argumentsAndResults() throws {
        let fresh = try small.stateAtEntry()
        let tenant = try SecretSandbox(cloning: large.clean, shells: shells)
        let bytes = [UInt8]((0..<1000).flatMap { _ in SecretSandbox.bytes })
        let _: [UInt8] = try tenant.sandbox.call("reply", bytes)
        try tenant.sandbox.close()
        try expectNothing(in: SecretSandbox(cloning: small.clean, shells: shells), fresh: fresh)
    }
}
