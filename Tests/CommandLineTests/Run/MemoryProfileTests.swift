import ArgumentParser
import GuestTestSupport
import SystemPackage
import Testing

@testable import SwiftletCommand

@Suite("swiftlet run --memory-profile")
struct MemoryProfileTests {
    /// Keeps 100 objects of 32 bytes.
    private func keepChain(_ arguments: String...) throws -> RunProbe {
        let probe = RunProbe()
        try Run.parse([BuiltGuests.tracedPath("TestGuest").string, "keepChain", "100"] + arguments).perform(
            on: probe.console)
        return probe
    }

    private func text(_ file: String, _ probe: RunProbe) throws -> String {
        String(decoding: try #require(probe.written[file]), as: UTF8.self)
    }

    @Test func tablesNameFunctionAndLine() throws {
        let probe = try keepChain("--memory-profile", "-")
        #expect(probe.written.isEmpty)
        let text = probe.errors.joined(separator: "\n")
        #expect(text.contains("live       3.1 KiB in 100 blocks"))
        let leak = try #require(text.split(separator: "\n").first { $0.contains("left 3.1 KiB in 100 blocks") })
        #expect(leak.contains("TestGuest.addLink(Swift.UInt64) -> ()"))
        #expect(leak.contains("TestGuest.keepChain(Swift.UInt32) -> () (Allocations.swift:"))
        #expect(leak.contains("< (call by the host)"))
        #expect(try self.text("tables.txt", keepChain("--memory-profile", "tables.txt")).hasPrefix("allocated "))
    }

    @Test func theSuffixSaysWhatIsWritten() throws {
        #expect(
            try text("a.folded", keepChain("--memory-profile", "a.folded"))
                == "(call by the host);TestGuest.keepChain(Swift.UInt32) -> ();TestGuest.addLink(Swift.UInt64) -> () 3200\n"
        )
        #expect(try text("a.svg", keepChain("--memory-profile", "a.svg")).contains("<svg"))
        #expect(try text("a.csv", keepChain("--memory-profile", "a.csv")).hasPrefix("nanoseconds,bytes,peak\n"))
    }

    @Test func whatIsMeasured() throws {
        let probe = RunProbe()
        let run = try Run.parse([
            BuiltGuests.tracedPath("TestGuest").string, "growBlock", "3", "--memory-profile", "a.folded",
            "--memory-measure", "live",
        ])
        try run.perform(on: probe.console)
        #expect(try text("a.folded", probe) == "")
        #expect(throws: (any Error).self) {
            try Run.parse(["guest", "f", "--memory-profile", "a.svg", "--memory-measure", "dead"])
        }
    }

    @Test func aGuestThatRunsOutOfMemoryHasAProfile() throws {
        let probe = RunProbe()
        let run = try Run.parse([
            BuiltGuests.tracedPath("TestGuest").string, "exhaustHeap", "--memory-profile", "a.txt", "--heap-size",
            "1MiB",
        ])
        let failure = try #require(throws: CommandFailure.self) { try run.perform(on: probe.console) }
        #expect(failure.status == .guestStopped)
        #expect(try text("a.txt", probe).contains("exhaustHeap, which did not return"))
    }

    @Test func aGuestThatTellsNothing() throws {
        let probe = RunProbe()
        try Run.parse([BuiltGuests.tracedPath("TestGuest").string, "nothing", "--memory-profile", "a.svg"])
            .perform(on: probe.console)
        #expect(probe.errors.contains { $0.hasPrefix("note: the guest told of no allocation.") })
    }

    @Test func aFileThatCannotBeWritten() throws {
        let probe = RunProbe()
        let run = try Run.parse([
            BuiltGuests.tracedPath("TestGuest").string, "keepChain", "1", "--memory-profile", "/nowhere/a.svg",
        ])
        let failure = try #require(throws: CommandFailure.self) { try run.perform(on: probe.console) }
        #expect(failure.status == .cannotCreate && failure.message.contains("the memory profile cannot be written"))
    }
}
