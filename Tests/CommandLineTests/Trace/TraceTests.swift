import ArgumentParser
import GuestTestSupport
import SystemPackage
import Testing

@testable import SwiftletCommand

@Suite("swiftlet trace")
struct TraceTests {
    private func show(_ arguments: String...) throws -> TraceProbe {
        let probe = TraceProbe()
        try Trace.parse(["a.trace"] + arguments).show(TraceProbe.recording, on: probe.console)
        return probe
    }

    private func failure(_ arguments: String...) throws -> CommandFailure {
        let command = try Trace.parse(["a.trace"] + arguments)
        return try #require(throws: CommandFailure.self) {
            try command.show(TraceProbe.recording, on: TraceProbe().console)
        }
    }

    @Test func tableForPeople() throws {
        let probe = try show()
        #expect(
            probe.output == """
                     SELF     TOTAL  CALLS       P50       P99  SIDE   FUNCTION
                  9.490µs  10.000µs      1  10.000µs  10.000µs  guest  greet (Hello/main.swift:3)
                  2.000µs  12.000µs      1  12.000µs  12.000µs  host   call
                    500ns     500ns      1     500ns     500ns  host   hostPrint
                     10ns      10ns      1      10ns      10ns  guest  greet (Hello/other.swift:9)

                """)
        #expect(
            probe.errors == ["warning: the clock may be wrong", "lost: 3 records of sandbox 2 (idle)"])
    }

    @Test func otherOrders() throws {
        let names = { (probe: TraceProbe) in
            probe.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[6] }
        }
        #expect(try names(show("--sort", "total")) == ["call", "greet", "hostPrint", "greet"])
        #expect(try names(show("--sort", "name")) == ["call", "greet", "greet", "hostPrint"])
    }

    @Test func oneDocumentForPrograms() throws {
        let probe = try show("--json", "--function", "hostPrint", "--sandbox", "hello")
        #expect(
            probe.output == """
                {
                  "functions" : [
                    {
                      "calls" : 1,
                      "incompleteCalls" : 0,
                      "name" : "hostPrint",
                      "p50" : 500,
                      "p99" : 500,
                      "self" : 500,
                      "side" : "host",
                      "total" : 500
                    }
                  ],
                  "sandboxes" : [
                    {
                      "imageSHA256" : "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                      "label" : "hello",
                      "lostRecords" : 0,
                      "number" : 1
                    }
                  ],
                  "warnings" : [
                    "warning: the clock may be wrong"
                  ]
                }

                """)
        #expect(probe.errors == [])
    }

    @Test(arguments: [
        ("text", "SHA-256 of the image of sandbox 1 (hello) is c5c5"), ("chrome", #"{"displayTimeUnit":"ns""#),
        ("folded", "host call 2000\nhost call;guest greet 9490\n"), ("svg", "<?xml version"), ("table", "     SELF"),
    ])
    func formats(_ format: String, _ start: String) throws {
        let probe = try show("--format", format)
        #expect(probe.output.hasPrefix(start))
        #expect(probe.output.hasSuffix("\n"))
        #expect(probe.errors.isEmpty == (format == "text"))

        let toFile = try show("--format", format, "--output", "out")
        #expect(toFile.output.isEmpty)
        #expect(toFile.written == ["out": Array(probe.output.utf8)])
    }

    @Test func partsOfATrace() throws {
        let part = "--format=folded"
        #expect(try show(part, "--side", "guest").output == "guest greet 9990\nguest greet;guest greet 10\n")
        #expect(try show(part, "--side", "host", "--sandbox", "1").output.contains("host call;host hostPrint 500\n"))
        #expect(try show(part, "--min-duration", "2us", "--function", "greet").output == "guest greet 10000\n")
        #expect(try show(part, "--sandbox", "idle").output.isEmpty)
        #expect(try show("--sandbox", "idle").output == "Nothing was recorded of what is to be shown.\n")
    }

    @Test func partsThatAreNotThere() throws {
        #expect(try failure("--function", "greet", "--function", "meet").code == "unknownFunction")
        let failure = try failure("--sandbox", "3")
        #expect(failure.code == "unknownSandbox")
        #expect(failure.status == .usage)
        #expect(failure.advice == "it has sandbox 1 (hello), sandbox 2 (idle)")
    }

    @Test func unwritableFiles() throws {
        let failure = try failure("--output", "/full")
        #expect(failure.code == "unwritableFile")
        #expect(failure.status == .cannotCreate)
    }

    @Test(arguments: [
        ["--format", "xml"], ["--side", "both"], ["--sort", "size"], ["--min-duration", "2"],
        ["--format", "svg", "--sort", "calls"], ["--format", "text", "--json"], ["--output", "x", "--json"],
        ["--output", "a.trace"],
    ])
    func wrongCommandLines(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Trace.parse(["a.trace"] + arguments) }
    }

    @Test(arguments: [(Array("hello".utf8), "notATrace"), ([], "notATrace")])
    func filesThatAreNoTraces(_ bytes: [UInt8], _ code: String) throws {
        let file = try TemporaryFile(bytes)
        let failure = try #require(throws: CommandFailure.self) {
            try Trace.parse([file.path]).perform(on: TraceProbe().console)
        }
        #expect(failure.code == code)
        #expect(failure.status == .invalidData)
    }

    @Test func filesThatAreNotThere() throws {
        let failure = try #require(throws: CommandFailure.self) {
            try Trace.parse(["/nowhere/a.trace"]).perform(on: TraceProbe().console)
        }
        #expect(failure.code == "unreadableFile")
        #expect(failure.status == .noInput)
        #expect(failure.advice?.contains("--trace") == true)
    }

    /// Host steps alone, since the guest is built without trace points.
    @Test func aTraceOfARun() throws {
        let guest = BuiltGuests.path("TestGuest").string
        let file = try TemporaryFile([])
        try Run.parse([guest, "echoString", "hello", "--trace", file.path]).perform(on: TraceProbe().console)

        let probe = TraceProbe()
        let command = try Trace.parse([
            file.path, "--image", guest, "--format", "text", "--function", "call echoString",
        ])
        try command.perform(on: probe.console)
        #expect(probe.output.hasPrefix("SHA-256 of the image of sandbox "))
        #expect(probe.output.contains("] > call echoString\n"))
        #expect(probe.output.contains("]   > KVM_RUN\n"))
        #expect(probe.output.hasSuffix("] < call echoString\n"))

        let failure = try #require(throws: CommandFailure.self) {
            let command = try Trace.parse([file.path, "--image", BuiltGuests.path("HostileGuest").string])
            try command.perform(on: TraceProbe().console)
        }
        #expect(failure.code == "imageMismatch")
        #expect(failure.status == .invalidData)
    }
}
