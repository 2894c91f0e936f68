import TestSupport
import Testing

@testable import HostRuntime

/// Guests write to pages that the test chooses, and what is counted is compared with the map of changed pages.
@Suite("Pages that calls change")
struct UsageDirtyPagesTests {
    private let sandbox: Sandbox
    /// The first whole page of those that the guest keeps for tests, of which there are 15.
    private let area: UInt64

    init() throws {
        sandbox = try Sandbox.test(configuration: .init(logger: .silent, measuresUsage: true))
        area = try (sandbox.call("heapArea") as UInt64 + 4095) & ~4095
    }

    /// Writes one word to each of some pages.
    private func write(_ pages: Range<UInt64>, _ value: UInt64 = 7) throws {
        for page in pages { try sandbox.call("fillWords", area + page * 4096, UInt32(1), value) }
    }

    private func counted() throws -> UInt64? { try #require(sandbox.lastCallUsage).dirtyPages }

    private func changed() throws -> UInt64 { UInt64(try sandbox.dirtyPages().count) }

    @Test func eachPageCountsForTheFirstCallThatChangesIt() throws {
        let clean = try sandbox.snapshot()
        for _ in 0..<3 {
            try write(0..<1)
            // With the pages of the message, the stack and whatever else each call takes.
            let first = try #require(try counted())
            #expect(first > 1)
            #expect(try changed() == first)
            try write(0..<1)
            #expect(try counted() == 0)
            try write(5..<6)
            #expect(try counted() == 1)
            // Five whole pages, of which one has been counted.
            try sandbox.call("fillWords", area + 4 * 4096, UInt32(5 * 512), UInt64(9))
            #expect(try counted() == 4)
            #expect(try changed() == first + 5)
            try sandbox.restore(to: clean)
        }
    }

    @Test func aSnapshotBeginsAnew() throws {
        for _ in 0..<3 {
            _ = try sandbox.snapshot()
            try write(3..<4, .random(in: .min ... .max))
            #expect(try #require(try counted()) > 1)
            #expect(try changed() == counted())
        }
    }

    /// Pages that are written again and again stay writable: then what is in them decides.
    @Test func pagesThatStayWritable() throws {
        let clean = try sandbox.snapshot()
        for round: UInt64 in 1...60 {
            try write(0..<8, round)
            try sandbox.restore(to: clean)
        }
        try write(0..<1)
        let first = try #require(try counted())
        #expect(try changed() == first)
        try write(1..<2)
        #expect(try counted() == 1)
        // As it was.
        try sandbox.call("fillWords", area + 2 * 4096, UInt32(1), UInt64.max)
        #expect(try counted() == 0)
    }

    @Test func allCallsAddUp() throws {
        var generator = SeededGenerator(seed: 20)
        let clean = try sandbox.snapshot()
        for _ in 0..<20 {
            var sum: UInt64 = 0
            for _ in 0..<Int.random(in: 1...10, using: &generator) {
                let page = UInt64.random(in: 0..<14, using: &generator)
                let count = UInt32.random(in: 1...512, using: &generator)
                try sandbox.call("fillWords", area + page * 4096, count, generator.next() as UInt64)
                sum += try #require(try counted())
            }
            #expect(try changed() == sum)
            try sandbox.restore(to: clean)
        }
    }

    @Test func aRestoreThatFollowsTheCallDoesNotHideThem() throws {
        let clean = try sandbox.snapshot()
        try sandbox.call("fillWords", area, UInt32(10 * 512), UInt64(3), thenRestoringTo: clean)
        #expect(try #require(try counted()) > 10)
        #expect(try changed() == 0)
    }

    @Test func whatWasChangedBeforeIsNobodys() throws {
        sandbox.measuresUsage = false
        _ = try sandbox.snapshot()
        try write(0..<6)
        sandbox.measuresUsage = true
        try write(4..<8)
        // The last of the four calls.
        #expect(try counted() == 1)
        #expect(sandbox.usage.dirtyPages != nil)
        let before = try changed()
        try write(8..<10)
        #expect(try changed() == before + 2)
    }

    @Test func aGuestThatTraps() throws {
        _ = try sandbox.snapshot()
        try expectError(.aborted) { try sandbox.call("trapFatalError", "x") }
        #expect(try #require(try counted()) > 0)
        #expect(try changed() >= #require(try counted()))
    }

    @Test func aSandboxThatDoesNotTrackThem() throws {
        let sandbox = try Sandbox.test(
            configuration: .init(tracksDirtyPages: false, logger: .silent, measuresUsage: true))
        try sandbox.call("nothing")
        let usage = try #require(sandbox.lastCallUsage)
        #expect(usage.dirtyPages == nil)
        #expect(usage.exits == 1)
        #expect(sandbox.usage.dirtyPages == nil)
    }

    @Test func aHypervisorThatDoesNotSay() throws {
        let (sandbox, machine) = try Sandbox.test(configuration: .init(logger: .silent, measuresUsage: true)) {
            machine, _ in
            FailingMachine(machine)
        }
        _ = try sandbox.snapshot()
        machine.upcoming = [.init(fails: true)]
        #expect(try sandbox.call("increment") == Int32(1))
        let failed = try #require(sandbox.lastCallUsage)
        #expect(failed.dirtyPages == nil && failed.exits == 1)
        // What the call changed is not lost: the next one has it.
        try sandbox.call("nothing")
        #expect(try sandbox.lastCallUsage?.dirtyPages == UInt64(sandbox.dirtyPages().count))
    }
}
