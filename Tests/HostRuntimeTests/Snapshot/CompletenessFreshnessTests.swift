import Glibc
import Testing
import Wire

@testable import HostRuntime

/// What must not be as it was in the snapshot: entropy, the generation and the time.
@Suite("Completeness of restores: randomness and time")
struct CompletenessFreshnessTests {
    private func random(_ sandbox: Sandbox) throws -> [UInt8] { try sandbox.call("randomBytes", UInt32(32)) }

    private func environment(_ sandbox: Sandbox) throws -> EnvironmentBlock {
        let memory = try #require(sandbox.resources).memory
        return try #require(memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self))
    }

    /// The generator in the guest's memory is the snapshot's, over and over; what it makes is new every time.
    @Test func randomNumbersNeverComeTwice() throws {
        let sandbox = try Sandbox.test()
        _ = try random(sandbox)
        let seeded = try sandbox.snapshot()
        var seen = [try random(sandbox)]
        for _ in 0..<3 {
            try sandbox.restore(to: seeded)
            seen.append(try random(sandbox))
        }
        for _ in 0..<2 {
            let clone = try Sandbox(from: seeded, hostFunctions: .forTests, logger: .silent)
            seen.append(try random(clone))
            try sandbox.restore(to: clone.snapshot())
            seen.append(try random(sandbox))
        }
        #expect(Set(seen).count == seen.count)
    }

    /// Why it is so: with the host's page of before the restore, the guest would repeat itself.
    @Test func theHostsPageIsWhatMakesThemNew() throws {
        let sandbox = try Sandbox.test()
        _ = try random(sandbox)
        let seeded = try sandbox.snapshot()
        let before = try environment(sandbox)
        let first = try random(sandbox)
        try sandbox.restore(to: seeded)
        let memory = try #require(sandbox.resources).memory
        #expect(memory.store(before, at: SupervisorLayout.environment.rawValue))
        #expect(try random(sandbox) == first)
        try sandbox.restore(to: seeded)
        #expect(try environment(sandbox).randomSeed != before.randomSeed)
        #expect(try random(sandbox) != first)
    }

    @Test func entropyAndGenerationAreNewInEveryCloneAndRestore() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        var generations: Set<UInt64> = [try sandbox.call("generation")]
        var seeds: Set<UInt64> = [try environment(sandbox).randomSeed.0]
        for round in 1...3 {
            try sandbox.restore(to: clean)
            let clone = try Sandbox(from: clean, hostFunctions: .forTests, logger: .silent)
            for one in [sandbox, clone] {
                generations.insert(try one.call("generation"))
                seeds.insert(try environment(one).randomSeed.0)
            }
            #expect(generations.count == 1 + 2 * round)
            #expect(seeds.count == 1 + 2 * round)
        }
        #expect(!generations.contains(0))
    }

    /// Within one generation nothing changes, or programs could not rely on it.
    @Test func aGenerationLastsUntilTheNextRestore() throws {
        let sandbox = try Sandbox.test()
        let first: UInt64 = try sandbox.call("generation")
        _ = try sandbox.snapshot()
        #expect(try sandbox.call("generation") == first)
    }

    /// No snapshot takes the guest's time back, and it is the host's time all along.
    @Test func timeGoesOn() throws {
        let sandbox = try Sandbox.test()
        let start = HostTime.nanoseconds(of: CLOCK_BOOTTIME)
        let oldest = try sandbox.snapshot()
        var latest: UInt64 = try sandbox.call("monotonicNow")
        for _ in 0..<20 {
            try sandbox.restore(to: oldest)
            let now: UInt64 = try sandbox.call("monotonicNow")
            #expect(now >= latest)
            latest = now
        }
        let clone = try Sandbox(from: oldest, hostFunctions: .forTests, logger: .silent)
        #expect(try clone.call("monotonicNow") >= start)
        #expect(latest >= start)
        #expect(latest <= HostTime.nanoseconds(of: CLOCK_BOOTTIME))
    }
}
