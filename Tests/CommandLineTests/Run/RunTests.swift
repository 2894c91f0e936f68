import ArgumentParser
import Testing

@testable import SwiftletCommand

@Suite("swiftlet run")
struct RunTests {
    @Test(arguments: [
        ("echoInt32", "-5", "-5"), ("echoUInt32", "0xffffffff", "4294967295"),
        ("echoInt64", "-9223372036854775808", "-9223372036854775808"),
        ("echoUInt64", "18446744073709551615", "18446744073709551615"), ("echoFloat", "-.5", "-0.5"),
        ("echoDouble", "-inf", "-inf"), ("echoDouble", "nan", "nan"), ("echoBool", "true", "true"),
        ("echoString", "grüße", "grüße"), ("echoString", "@@x", "@x"), ("echoString", "", ""),
    ])
    func resultsArePrinted(_ function: String, _ argument: String, _ expected: String) throws {
        let probe = RunProbe()
        try probe.run(function, argument)
        #expect(probe.output == [expected])
    }

    @Test func aFunctionThatReturnsNothingPrintsNothing() throws {
        let probe = RunProbe()
        try probe.run("nothing")
        #expect(probe.output.isEmpty)
        #expect(probe.outputBytes.isEmpty)
    }

    @Test func bytesAreWrittenAsTheyAre() throws {
        let probe = RunProbe(files: ["data": [0, 0x1b, 255]], standardInput: [1, 2])
        try probe.run("echoBytes", "@data")
        #expect(probe.outputBytes == [0, 0x1b, 255])
        try probe.run("echoBytes", "@-")
        #expect(probe.outputBytes == [0, 0x1b, 255, 1, 2])
        #expect(probe.output.isEmpty)
    }

    @Test func aTerminalGetsNothingThatCommandsIt() throws {
        let probe = RunProbe(isTerminal: true)
        try probe.run("echoBytes", "hex:001b414243")
        try probe.run("echoString", "a\u{1b}[2J\nb")
        #expect(probe.outputBytes.isEmpty)
        let shown = probe.output.joined(separator: "\n")
        #expect(shown.contains("5 bytes"))
        #expect(shown.contains("00 1b 41 42 43"))
        #expect(shown.contains("|..ABC|"))
        #expect(shown.hasSuffix("a\\u{1B}[2J\nb"))
        #expect(!shown.contains("\u{1b}"))
    }

    @Test func aTerminalGetsTheBeginningOfManyBytes() throws {
        let probe = RunProbe(isTerminal: true)
        try probe.run("makeBytes", "300", "7")
        let shown = probe.output.joined(separator: "\n")
        #expect(shown.hasPrefix("300 bytes\n"))
        #expect(shown.contains("and 44 more"))
    }

    @Test func aFileGetsTheResultAlone() throws {
        let probe = RunProbe()
        try probe.run("echoString", "text", "--output", "a")
        try probe.run("echoBytes", "hex:00", "--output", "b")
        try probe.run("echoInt32", "-7", "--output", "c")
        try probe.run("nothing", "--output", "d")
        #expect(probe.written == ["a": Array("text".utf8), "b": [0], "c": Array("-7\n".utf8), "d": []])
        #expect(probe.output.isEmpty)
    }

    @Test func optionsMayStandAnywhereAndDashesBehindTheMark() throws {
        let probe = RunProbe()
        try probe.run("trapDivision", "--log-level", "error", "-6", "--heap-size", "8MiB", "-3")
        try probe.run("echoString", "--log-level", "error", "--", "--json")
        try probe.run("echoString", "-")
        #expect(probe.output == ["2", "--json", "-"])
    }

    @Test(arguments: ["--jsn", "-x", "-5x5", "--5"])
    func whatIsNoOptionAndNoNumberIsRefused(_ argument: String) throws {
        if argument == "-5x5" {
            #expect(try RunProbe().failure("echoInt32", argument).code == "invalidValue")
        } else {
            #expect(throws: (any Error).self) { try Run.parse(["guest", "function", argument]) }
        }
    }

    @Test(arguments: [
        ["g", "f", "1", "--arguments", "[1]"], ["g", "f", "--json", "--output", "x"], ["g", "f", "--heap-size", "3XB"],
        ["g", "f", "--heap-size", ""], ["g", "f", "--heap-size", "-1"], ["g", "f", "--log-level", "loud"], ["g"], [],
    ])
    func wrongCommandLinesAreRefused(_ arguments: [String]) throws {
        let error = try #require(throws: (any Error).self) { try Run.parse(arguments) }
        #expect(Run.exitCode(for: error).rawValue == Status.usage.rawValue)
    }

    @Test func sizesReachTheSandbox() throws {
        let probe = RunProbe()
        #expect(try probe.failure("makeBytes", "70000", "1").code == "resultTooLarge")
        try probe.run("makeBytes", "70000", "1", "--output-size", "128 KiB")
        #expect(probe.outputBytes.count == 70_000)
        let refused = try probe.failure("nothing", "--heap-size", "99999999999999GiB")
        #expect(refused.code == "invalidConfiguration")
        #expect(refused.advice?.contains("--heap-size") == true)
    }

    @Test func theGuestsLogGoesToStandardError() throws {
        let probe = RunProbe()
        try probe.run("printLine", "hello\u{1b}")
        #expect(probe.errors == ["guest info: started", "guest info: hello\\u{1B}"])
        try probe.run("logAtEveryLevel", "x", "--log-level", "error")
        #expect(probe.errors.dropFirst(2) == ["guest error: x", "guest critical: x"])
        #expect(probe.output.isEmpty)
    }

    @Test func statisticsGoToStandardError() throws {
        let probe = RunProbe()
        try probe.run("add", "1", "2", "--host-function", "hostAdd=3", "--stats", "--log-level", "error")
        #expect(probe.output == ["3"])
        let lines = probe.errors.joined(separator: "\n").split(separator: "\n")
        #expect(lines.contains("host calls     1"))
        #expect(lines.contains("entries        3"))
        #expect(lines.count == 10)
    }
}
