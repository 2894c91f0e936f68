import Testing

@testable import HostRuntime

/// Guests whose allocations were counted by hand.
@Suite("Memory profiles of guests")
struct MemoryProfileTests {
    private func sandbox() throws -> Sandbox {
        try Sandbox(
            guest: .image(TestGuests.tracedTest.get()), configuration: .init(logger: .silent),
            hostFunctions: .forTests)
    }

    private func profile(_ sandbox: Sandbox, _ body: () throws -> Void) throws -> MemoryProfile {
        sandbox.startMemoryProfile()
        try body()
        return try #require(sandbox.stopMemoryProfile())
    }

    /// The names of the functions that were running, the innermost first.
    private func stack(_ site: MemoryProfile.Site, in sandbox: Sandbox) -> [String] {
        let addresses = site.addresses.prefix(1) + site.addresses.dropFirst().map { $0 - 1 }
        return sandbox.image.codeLocations(at: Array(addresses)).map { $0.symbol ?? "?" }
    }

    @Test(arguments: [(1, 48), (10, 48), (64, 1), (20, 5000)] as [(UInt32, UInt32)])
    func blocksOfOneSize(_ count: UInt32, _ size: UInt32) throws {
        let sandbox = try sandbox()
        let before = sandbox.statistics
        let profile = try profile(sandbox) { try sandbox.call("allocateBlocks", count, size) }
        let bytes = UInt64(count) * UInt64(size)
        #expect(profile.events == 2 * UInt64(count))
        #expect(sandbox.statistics.memoryEvents - before.memoryEvents == profile.events)
        #expect(sandbox.statistics.entries - before.entries == profile.events + 1, "an event is an exit")
        #expect(profile.allocated.blocks == UInt64(count) && profile.allocated.bytes == bytes)
        #expect(profile.freed == profile.allocated)
        #expect(profile.peakBytes == bytes && profile.live.bytes == 0)
        #expect(profile.problems == MemoryProfile.Problems())
        let call = try #require(profile.calls.first)
        #expect(profile.calls.count == 1 && call.function == "allocateBlocks" && call.hasReturned)
        #expect(call.leaked.blocks == 0 && call.peakBytes == bytes)
        let sites = profile.sites.filter { $0.allocated.blocks > 0 }
        #expect(sites.count == 1)
        let site = try #require(sites.first)
        #expect(site.peakBytes == bytes)
        let stack = stack(site, in: sandbox)
        // `newBlock` leaves its frame to what it ends with: its caller is the first that is in the stack.
        #expect(stack.contains { $0.contains("allocateBlocks") }, "\(stack)")
    }

    @Test func objectsThatStay() throws {
        let sandbox = try sandbox()
        let profile = try profile(sandbox) {
            try sandbox.call("keepChain", 100 as UInt32)
            try sandbox.call("keepChain", 10 as UInt32)
            try sandbox.call("keepChain", 0 as UInt32)
        }
        #expect(profile.calls.map(\.allocated.bytes) == [3200, 320, 0])
        #expect(profile.calls.map(\.freed.blocks) == [0, 100, 10])
        #expect(profile.calls.map(\.leaked.bytes) == [3200, 320, 0])
        #expect(profile.calls.map(\.liveAfter.blocks) == [100, 10, 0])
        let leak = try #require(profile.calls[0].leaks.first)
        #expect(profile.calls[0].leaks.count == 1 && leak.amount.blocks == 100)
        let stack = stack(profile.sites[leak.site], in: sandbox)
        #expect(stack.contains { $0.contains("addLink") } && stack.contains { $0.contains("keepChain") }, "\(stack)")
    }

    /// Each depth is a site of its own; 64 frames are kept of the deepest.
    @Test func lostBlocksOfDifferentDepths() throws {
        let sandbox = try sandbox()
        let profile = try profile(sandbox) {
            for depth: UInt32 in [0, 1, 1, 5, 100] { try sandbox.call("loseBlock", 1000 + depth, depth) }
        }
        #expect(profile.calls.map(\.leaked.bytes) == [1000, 1001, 1001, 1005, 1100])
        #expect(profile.live.blocks == 5 && profile.live.bytes == 5107)
        #expect(profile.problems.deepStacks == 1 && profile.problems.brokenStacks == 0)
        let sites = profile.sites.filter { $0.live.blocks > 0 }
        #expect(sites.map(\.live.bytes).sorted() == [1000, 1005, 1100, 2002])
        #expect(sites.map(\.addresses.count).max() == 64)
        let five = try #require(sites.first { $0.live.bytes == 1005 })
        #expect(stack(five, in: sandbox).count { $0.contains("loseBlockDeeper") } == 5)
    }

    @Test func anArrayThatGrows() throws {
        let sandbox = try sandbox()
        let profile = try profile(sandbox) { _ = try sandbox.call("growArray", 1000 as UInt32) as UInt64 }
        #expect(profile.freed == profile.allocated && profile.live.bytes == 0)
        // It doubles, so that the last two buffers are there at once: for at least 512 and 1,000 elements.
        #expect((8000 + 4096...40_000).contains(profile.peakBytes))
        #expect((5...20).contains(profile.allocated.blocks))
    }

    @Test func aBlockThatIsReallocated() throws {
        let sandbox = try sandbox()
        let profile = try profile(sandbox) { try sandbox.call("growBlock", 3 as UInt32) }
        #expect(profile.allocated.blocks == 4 && profile.allocated.bytes == 16 + 32 + 64 + 128)
        #expect(profile.freed == profile.allocated)
        #expect(profile.peakBytes == 128)
        #expect(profile.problems == MemoryProfile.Problems())
    }

    @Test func theStartCodeIsACall() throws {
        let sandbox = try Sandbox(
            guest: .image(TestGuests.tracedTest.get()),
            configuration: .init(logger: .silent, profilesMemory: true), hostFunctions: .forTests)
        try sandbox.call("keepChain", 1 as UInt32)
        #expect(try #require(sandbox.memoryProfile).calls.map(\.function) == [nil, "keepChain"])
    }

    @Test func offUntilItBeginsAndOnceItHasEnded() throws {
        let sandbox = try sandbox()
        try sandbox.call("keepChain", 5 as UInt32)
        #expect(sandbox.statistics.memoryEvents == 0 && sandbox.memoryProfile == nil)
        let profile = try profile(sandbox) { try sandbox.call("keepChain", 0 as UInt32) }
        #expect(profile.problems.unknownFrees == 5, "blocks that are older than the profile")
        #expect(profile.live.bytes == 0)
        let events = sandbox.statistics.memoryEvents
        try sandbox.call("keepChain", 5 as UInt32)
        #expect(sandbox.statistics.memoryEvents == events)
        #expect(sandbox.stopMemoryProfile() == nil)
    }

    @Test func restoresMakeLiveWhatWasLive() throws {
        let sandbox = try sandbox()
        let unknown = try sandbox.snapshot()
        let profile = try profile(sandbox) {
            try sandbox.call("keepChain", 7 as UInt32)
            let snapshot = try sandbox.snapshot()
            for _ in 0..<3 {
                try sandbox.call("keepChain", 20 as UInt32)
                #expect(sandbox.memoryProfile?.live.blocks == 20)
                try sandbox.restore(to: snapshot)
                #expect(sandbox.memoryProfile?.live.blocks == 7)
            }
            try sandbox.call("keepChain", 20 as UInt32, thenRestoringTo: snapshot)
        }
        #expect(profile.problems == MemoryProfile.Problems(), "what a call frees each time, it frees of the snapshot")
        #expect(profile.live.bytes == 7 * 32 && profile.freed.blocks == 4 * 7)
        #expect(profile.calls.map(\.leaked.blocks) == [7, 20, 20, 20, 20])

        let other = try self.profile(sandbox) {
            try sandbox.call("keepChain", 20 as UInt32)
            try sandbox.restore(to: unknown)
        }
        #expect(other.live.bytes == 0 && other.timeline.last?.bytes == 0)
    }

    @Test func whatFilledTheHeapOfAGuestThatGaveUp() throws {
        let sandbox = try sandbox()
        sandbox.startMemoryProfile()
        #expect(throws: SandboxError.self) { try sandbox.call("exhaustHeap") }
        #expect(sandbox.poisonedBy != nil)
        try sandbox.close()
        let profile = try #require(sandbox.memoryProfile)
        let call = try #require(profile.calls.last)
        #expect(call.function == "exhaustHeap" && !call.hasReturned)
        #expect(call.leaked.bytes > 3 << 20 && call.leaked == profile.live)
        let worst = try #require(call.leaks.first)
        #expect(stack(profile.sites[worst.site], in: sandbox).contains { $0.contains("exhaustHeap") })
    }

    @Test(
        "Events that no allocator sends",
        arguments: [(0, 0), (0, 1), (.max, .max), (1 << 63, 1 << 63), (0x1234, 0)] as [(UInt64, UInt64)])
    func hostileEvents(_ address: UInt64, _ size: UInt64) throws {
        let sandbox = try Sandbox.hostile()
        let profile = try profile(sandbox) {
            for _ in 0..<3 { try sandbox.call("out", 0xfc as UInt64, address, size) }
        }
        #expect(profile.events == 3)
        #expect(profile.problems.unknownFrees == (size == 0 ? 3 : 0))
        #expect(profile.problems.impossibleAllocations == (size == 0 ? 0 : 3))
        #expect(profile.live.bytes == 0 && sandbox.poisonedBy == nil)
    }
}
