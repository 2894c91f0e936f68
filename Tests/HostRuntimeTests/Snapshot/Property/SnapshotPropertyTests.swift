import TestSupport
import Testing

@testable import HostRuntime

/// Random sequences of all that can happen to sandboxes and snapshots, against an oracle that keeps whole copies.
@Suite("Snapshots by random sequences")
struct SnapshotPropertyTests {
    private static func makeWorld() throws -> (Operation) throws -> Void { try World(tracksDirtyPages: true).apply }

    private static func makeLockstep() throws -> (Operation) throws -> Void { try Lockstep().apply }

    private func check(_ seed: UInt64, make: () throws -> (Operation) throws -> Void) {
        var random = SeededGenerator(seed: seed)
        let operations = Operation.sequence(of: PropertySettings.length, using: &random)
        guard let failure = SequenceFailure(of: operations, make: make) else { return }
        Issue.record(
            """
            SWIFTLET_PROPERTY_SEED=\(seed) SWIFTLET_PROPERTY_STEPS=\(PropertySettings.length) fails at step \
            \(failure.operations.count): \(failure.reason)
            shortened: \(failure.shrunk(make: make))
            """)
    }

    @Test(arguments: PropertySettings.seeds)
    func everyRestoreIsExact(seed: UInt64) {
        check(seed, make: Self.makeWorld)
    }

    @Test(arguments: PropertySettings.seeds)
    func withoutTrackingTheStatesAreTheSame(seed: UInt64) {
        check(seed, make: Self.makeLockstep)
    }

    /// The test of the tests: a change that nobody was told of is found, and shown in few steps.
    @Test func aChangeThatNobodyMarkedIsFound() throws {
        var random = SeededGenerator(seed: 1)
        var operations = Operation.sequence(of: 60, using: &random)
        for index in stride(from: 20, to: 60, by: 10) { operations.insert(.writeUnmarked(sandbox: index), at: index) }
        let failure = try #require(SequenceFailure(of: operations, make: Self.makeWorld))
        let shrunk = failure.shrunk(make: Self.makeWorld)
        #expect(shrunk.reason.contains("in the heap") && shrunk.reason.contains("238"), "\(shrunk)")
        // A snapshot, the change, and a restore.
        #expect(shrunk.operations.count == 3, "\(shrunk)")
        #expect(
            shrunk.operations.contains {
                if case .writeUnmarked = $0 { true } else { false }
            }, "\(shrunk)")
    }
}
