import TestSupport
import Testing

@testable import HostRuntime

/// Events as any guest could send them.
@Suite("Profiles of made-up memory events")
struct MemoryProfilerTests {
    private static let heap = GuestRange(from: GuestAddress(0x100_0000), to: GuestAddress(0x110_0000))
    private static let block = heap.start.rawValue

    private let guest: GuestStack
    private let profiler: MemoryProfiler

    init() throws {
        guest = try GuestStack()
        profiler = Self.profiler(guest)
    }

    /// One of few limits.
    private static func profiler(_ guest: GuestStack) -> MemoryProfiler {
        MemoryProfiler(
            walk: guest.walk, heap: heap, frequency: 1_000_000_000, counter: 1000,
            limits: MemoryProfiler.Limits(sites: 4, blocks: 8, calls: 2, leaks: 2, moments: 4))
    }

    /// An event of a function that returns to that address of code.
    private func record(_ address: UInt64, _ size: UInt64, caller: UInt64 = 0x10, at counter: UInt64 = 1000) {
        guest.setFrames(returningTo: [GuestStack.code(caller), GuestStack.entry.start.rawValue])
        var registers = ProcessorRegisters()
        (registers.rip, registers.rbp) = (GuestStack.code(0), GuestStack.bottom)
        profiler.record(
            GuestAddress(rawBits: address), size: GuestNumber(size), registers: registers, counter: counter,
            guest.memory)
    }

    private func amount(_ blocks: UInt64, _ bytes: UInt64) -> MemoryProfile.Amount {
        MemoryProfile.Amount(blocks: blocks, bytes: bytes)
    }

    @Test func sumsBySite() {
        record(Self.block, 100)
        record(Self.block + 0x100, 200, caller: 0x20)
        record(Self.block + 0x200, 50)
        record(Self.block, 0, caller: 0x30)
        let profile = profiler.profile
        #expect(profile.events == 4)
        #expect(profile.allocated == amount(3, 350))
        #expect(profile.freed == amount(1, 100))
        #expect(profile.live == amount(2, 250))
        #expect(profile.peakBytes == 350)
        #expect(
            profile.sites.map(\.addresses)
                == [[], [0x10], [0x20]].map { (callers: [UInt64]) in
                    callers.isEmpty ? [] : [GuestStack.code(0)] + callers.map(GuestStack.code)
                })
        #expect(profile.sites.map(\.allocated) == [amount(0, 0), amount(2, 150), amount(1, 200)])
        #expect(profile.sites.map(\.live) == [amount(0, 0), amount(1, 50), amount(1, 200)])
        #expect(profile.sites.map(\.peakBytes) == [0, 150, 200])
        #expect(profile.problems == MemoryProfile.Problems())
    }

    @Test(
        "Blocks that cannot be",
        arguments: [
            (0, 1), (block - 1, 1), (heap.end.rawValue, 1), (block, heap.byteCount + 1), (block, 1 << 63),
            (block, .max),
            (.max, .max), (.max, 1), (heap.end.rawValue - 1, 2),
        ] as [(UInt64, UInt64)])
    func impossibleAllocations(_ address: UInt64, _ size: UInt64) {
        for _ in 0..<3 { record(address, size) }
        let profile = profiler.profile
        #expect(profile.problems.impossibleAllocations == 3)
        #expect(profile.live == amount(0, 0) && profile.allocated == amount(0, 0) && profile.peakBytes == 0)
    }

    @Test func freesOfWhatIsNotAllocated() {
        for address in [0, Self.block, .max] { record(address, 0) }
        record(Self.block, 8)
        record(Self.block + 1, 0)
        record(Self.block, 0)
        record(Self.block, 0)
        #expect(profiler.profile.problems.unknownFrees == 5)
        #expect(profiler.profile.freed == amount(1, 8))
        #expect(profiler.profile.live == amount(0, 0))
    }

    @Test func theSameBlockAgain() {
        profiler.beginCall("f")
        record(Self.block, 100)
        record(Self.block, 200, caller: 0x20)
        profiler.endCall(hasReturned: true)
        let profile = profiler.profile
        #expect(profile.problems.repeatedAllocations == 1)
        #expect(profile.live == amount(1, 200))
        #expect(profile.sites.map(\.live.bytes) == [0, 0, 200])
        #expect(profile.calls.map(\.leaked) == [amount(1, 200)])
    }

    @Test func moreSitesThanAreKept() {
        for caller: UInt64 in 0..<10 { record(Self.block + caller, 1, caller: caller) }
        record(Self.block, 1, caller: 0)
        let profile = profiler.profile
        #expect(profile.sites.count == 4)
        #expect(profile.problems.allocationsWithoutSite == 7)
        #expect(profile.sites.map(\.allocated.blocks) == [7, 2, 1, 1])
    }

    @Test func moreBlocksThanAreFollowed() {
        for number: UInt64 in 0..<10 { record(Self.block + number, 1) }
        #expect(profiler.profile.problems.allocationsNotFollowed == 2)
        #expect(profiler.profile.live == amount(8, 8))
        #expect(profiler.profile.allocated == amount(10, 10))
        for number: UInt64 in 0..<10 { record(Self.block + number, 0) }
        #expect(profiler.profile.problems.unknownFrees == 2)
        #expect(profiler.profile.live == amount(0, 0))
    }

    @Test func leaksOfCalls() throws {
        record(Self.block, 1000)
        profiler.beginCall("one")
        record(Self.block + 0x1000, 10)
        record(Self.block + 0x2000, 20)
        record(Self.block + 0x3000, 40, caller: 0x20)
        record(Self.block + 0x1000, 0)
        record(Self.block, 0)
        profiler.endCall(hasReturned: true)
        profiler.beginCall("two")
        record(Self.block + 0x2000, 0)
        profiler.endCall(hasReturned: false)
        profiler.beginCall("three")
        profiler.endCall(hasReturned: true)

        let profile = profiler.profile
        #expect(profile.calls.map(\.function) == ["one", "two"])
        #expect(profile.calls.map(\.hasReturned) == [true, false])
        #expect(profile.problems.callsNotKept == 1)
        let (one, two) = (try #require(profile.calls.first), try #require(profile.calls.last))
        #expect(one.liveBefore == amount(1, 1000) && one.liveAfter == amount(2, 60) && one.peakBytes == 1070)
        #expect(one.allocated == amount(3, 70) && one.freed == amount(2, 1010))
        #expect(one.leaked == amount(2, 60))
        #expect(one.leaks == [.init(site: 2, amount: amount(1, 40)), .init(site: 1, amount: amount(1, 20))])
        #expect(two.liveBefore == amount(2, 60) && two.liveAfter == amount(1, 40))
        #expect(two.freed == amount(1, 20) && two.leaked == amount(0, 0) && two.leaks == [])
    }

    @Test func onlyTheLargestLeaksAreNamed() {
        profiler.beginCall("f")
        for caller: UInt64 in 1...3 { record(Self.block + caller * 0x100, caller, caller: caller) }
        profiler.endCall(hasReturned: true)
        #expect(profiler.profile.calls.map(\.leaked) == [amount(3, 6)])
        #expect(profiler.profile.calls.map { $0.leaks.map(\.site) } == [[3, 2]])
    }

    @Test func stacksThatCannotBeRead() {
        var registers = ProcessorRegisters()
        profiler.record(GuestAddress(rawBits: Self.block), size: 7, registers: registers, counter: 1000, guest.memory)
        (registers.rip, registers.rbp) = (GuestStack.code(0), 3)
        profiler.record(
            GuestAddress(rawBits: Self.block + 8), size: 9, registers: registers, counter: 1000, guest.memory)
        #expect(profiler.profile.problems.brokenStacks == 2)
        #expect(profiler.profile.sites.map(\.allocated) == [amount(1, 7), amount(1, 9)])
        #expect(profiler.profile.sites.map(\.addresses) == [[], [GuestStack.code(0)]])
    }

    @Test func momentsInNanoseconds() {
        record(Self.block, 5, at: 1000)
        record(Self.block + 8, 6, at: 1003)
        record(Self.block, 0, at: 1010)
        // The counter may be that of another processor, which is behind.
        record(Self.block + 8, 0, at: 900)
        #expect(
            profiler.profile.timeline == [
                .init(nanoseconds: 0, peakBytes: 5, bytes: 5), .init(nanoseconds: 3, peakBytes: 11, bytes: 11),
                .init(nanoseconds: 10, peakBytes: 6, bytes: 0),
            ])
    }

    /// Neither traps nor grows.
    @Test func anyEvents() {
        var random = SeededGenerator(seed: 17)
        let words: [UInt64] = [0, 1, 8, Self.block, Self.block + 8, Self.heap.end.rawValue, 1 << 63, .max]
        for _ in 0..<20_000 {
            for address in stride(from: GuestStack.start, to: GuestStack.start + 0x1000, by: 0x98) {
                let word =
                    Bool.random(using: &random)
                    ? UInt64.random(in: .min ... .max, using: &random)
                    : GuestStack.code(UInt64.random(in: 0..<0x1000, using: &random))
                _ = guest.memory.store(word, at: address)
            }
            var registers = ProcessorRegisters()
            registers.rip = words.randomElement(using: &random) ?? GuestStack.code(0)
            if Bool.random(using: &random) { registers.rip = GuestStack.code(0) }
            registers.rbp = GuestStack.start + UInt64.random(in: 0..<0x1000, using: &random)
            if UInt8.random(in: 0..<20, using: &random) == 0 { profiler.beginCall("f") }
            if UInt8.random(in: 0..<20, using: &random) == 0 { profiler.endCall(hasReturned: false) }
            let address = words.randomElement(using: &random) ?? 0
            profiler.record(
                GuestAddress(rawBits: address &+ UInt64.random(in: 0..<64, using: &random)),
                size: GuestNumber(words.randomElement(using: &random) ?? 0),
                registers: registers, counter: UInt64.random(in: .min ... .max, using: &random), guest.memory)
        }
        let profile = profiler.profile
        #expect(profile.events == 20_000)
        #expect(profile.sites.count <= 4 && profile.calls.count <= 2 && profile.timeline.count <= 4)
        #expect(profile.live.blocks <= 8)
        #expect(profile.sites.reduce(0) { $0 + $1.live.bytes } == profile.live.bytes)
        #expect(profile.sites.reduce(0) { $0 + $1.allocated.blocks } == profile.allocated.blocks)
    }
}
