import HostRuntime
import Logging
import TestSupport
import Testing

@Suite("What guests print and log")
struct GuestLogTests {
    let log = RecordedLog()

    private func makeSandbox(level: Logger.Level = .trace) throws -> Sandbox {
        try .test(configuration: .init(logger: log.logger(level: level)))
    }

    @Test func printingDuringStart() throws {
        _ = try makeSandbox()
        #expect(log.all == [.init(level: .info, message: "started", source: "print")])
    }

    @Test func printedLines() throws {
        let sandbox = try makeSandbox()
        try sandbox.call("printLine", "one\ntwo, grüße")
        try sandbox.call("printLine", "")
        #expect(Array(log.messages.dropFirst()) == ["one", "two, grüße", ""])
    }

    /// A guest must not forge lines of the host's log, nor command the terminal that shows it.
    @Test func messagesAreSafeToPrint() throws {
        let sandbox = try makeSandbox()
        try sandbox.call("logMany", Int32(1), "a\tb\u{1B}[2J\nc\u{202E}")
        #expect(log.messages.last == "0 a\tb\\u{1B}[2J\\nc\\u{202E}")
    }

    @Test func aLineWithoutEndArrivesWithTheCall() throws {
        let sandbox = try makeSandbox()
        try sandbox.call("printWithoutEnd", "half a line")
        #expect(log.messages.last == "half a line")
    }

    @Test(arguments: [1023, 1024, 1025, 2047, 2048, 5000])
    func longLinesAreCutBetweenCharacters(_ count: Int) throws {
        let sandbox = try makeSandbox()
        let text = String(repeating: "é", count: count)
        try sandbox.call("printWithoutEnd", "x" + text)
        #expect(log.messages.dropFirst().joined() == "x" + text)
    }

    @Test func everyLevelArrivesWithItsSource() throws {
        let sandbox = try makeSandbox()
        try sandbox.call("logAtEveryLevel", "text")
        let entries = log.all.dropFirst()
        #expect(entries.map(\.level) == [.trace, .debug, .info, .notice, .warning, .error, .critical])
        #expect(entries.allSatisfy { $0.message == "text" && $0.source == "TestGuest" })
    }

    @Test func theLevelOfTheLoggerDecidesAtFirst() throws {
        let sandbox = try makeSandbox(level: .warning)
        try sandbox.call("logAtEveryLevel", "text")
        #expect(log.all.map(\.level) == [.warning, .error, .critical])
    }

    @Test func theLevelCanBeChangedAtAnyTime() throws {
        let sandbox = try makeSandbox(level: .critical)
        #expect(try sandbox.call("logLazily") == false)
        sandbox.logLevel = .debug
        #expect(try sandbox.call("logLazily") == true)
        #expect(log.messages == ["evaluated"])
        sandbox.logLevel = .notice
        #expect(try sandbox.call("logLazily") == false)
        #expect(log.messages == ["evaluated"])
        #expect(sandbox.logLevel == .notice)
    }

    @Test func moreThanTheBufferHolds() throws {
        let sandbox = try makeSandbox()
        let before = sandbox.statistics
        try sandbox.call("logMany", Int32(1000), "a text of some length, so that the buffer fills up")
        let messages = log.messages.dropFirst()
        #expect(messages.count == 1000)
        #expect(messages.enumerated().allSatisfy { $0.element.hasPrefix("\($0.offset) a text") })
        let flushes = sandbox.statistics.logFlushes - before.logFlushes
        #expect(flushes > 0)
        #expect(sandbox.statistics.entries - before.entries == 1 + flushes)
    }

    @Test func aRecordLongerThanTheBufferIsCut() throws {
        let sandbox = try makeSandbox()
        try sandbox.call("logAtEveryLevel", String(repeating: "é", count: 20_000))
        let messages = log.messages.dropFirst()
        #expect(messages.count == 7)
        #expect(messages.allSatisfy { $0.count > 1000 && $0.allSatisfy { $0 == "é" } })
    }

    @Test func whatWasLoggedBeforeAFaultArrives() throws {
        let sandbox = try makeSandbox()
        try expectError(.aborted) { try sandbox.call("trapFatalError", "end") }
        #expect(log.messages.first == "started")
    }
}
