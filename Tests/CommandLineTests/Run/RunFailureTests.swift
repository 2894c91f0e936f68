import ArgumentParser
import GuestTestSupport
import SystemPackage
import Testing

@testable import HostRuntime
@testable import SwiftletCommand

@Suite("Failures of swiftlet run")
struct RunFailureTests {
    @Test(arguments: [
        (["lookUp", "x"], Status.failure, "guestError"),
        (["passHostErrorOn", "x"], .failure, "hostFunctionFailed"),
        (["ignoreHostError", "x"], .failure, "hostFunctionFailed"),
        (["trapPrecondition", "-1"], .guestStopped, "aborted"),
        (["trapDivision", "1", "0"], .guestStopped, "aborted"),
        (["recurseTo", "10000000"], .guestStopped, "stackOverflow"),
        (["leaveBy", "\(ExitPort.ready.rawValue)", "0", "0"], .guestStopped, "protocolViolation"),
        (["wordAt", "8"], .guestStopped, "fault"),
        (["spin", "--timeout", "5ms"], .guestStopped, "deadlineExceeded"),
        (["nope"], .usage, "functionNotFound"), (["add", "1"], .usage, "argumentCount"),
        (["add", "1", "2", "3"], .usage, "argumentCount"), (["add", "1", "x"], .usage, "invalidValue"),
        (["add", "--arguments", "[1]"], .usage, "argumentCount"),
        (["add", "--arguments", "[1"], .usage, "invalidJSON"),
        (["add", "--arguments", "[1, \"x\"]"], .usage, "invalidValue"),
        (["bytesLength", "@large"], .usage, "argumentsTooLarge"),
        (["makeBytes", "70000", "1"], .usage, "resultTooLarge"),
        (["nothing", "--stack-size", "1"], .usage, "invalidConfiguration"),
        (["nothing", "--host-function", "x=1"], .usage, "unknownHostFunction"),
        (["echoString", "@binary"], .invalidData, "invalidText"),
        (["echoString", "@none"], .noInput, "unreadableFile"),
        (["echoBytes", "@none"], .noInput, "unreadableFile"),
        (["nothing", "--output", "/x"], .cannotCreate, "unwritableFile"),
        (["describeAll", "1", "1", "1", "1", "1", "1", "true", "@-", "@-"], .usage, "standardInputTaken"),
    ])
    func eachHasItsStatus(_ arguments: [String], _ status: Status, _ code: String) throws {
        let probe = RunProbe(files: ["large": [UInt8](repeating: 0, count: 100_000), "binary": [0xff]])
        let failure = try #require(throws: CommandFailure.self) {
            try Run.parse([BuiltGuests.path("TestGuest").string] + arguments).perform(on: probe.console)
        }
        #expect(failure.code == code, "\(failure)")
        #expect(failure.status == status, "\(failure)")
        #expect(probe.output.isEmpty)
    }

    @Test func aFaultNamesTheCodeThatLedToIt() throws {
        let failure = try #require(throws: CommandFailure.self) {
            try Run.parse([BuiltGuests.path("HostileGuest").string, "write", "8", "0"]).perform(on: RunProbe().console)
        }
        #expect(failure.backtrace.first?.function == "hostile_write")
        #expect(failure.backtrace.first?.file == "CHostile.c")
        #expect(failure.backtrace.contains { $0.function == "write" && $0.file == "Acts.swift" })
        let probe = RunProbe()
        probe.console.report(failure, asJSON: false)
        #expect(probe.errors.contains { $0.hasPrefix("       in hostile_write (CHostile.c:") }, "\(probe.errors)")
        probe.console.report(failure, asJSON: true)
        #expect(probe.output.contains { $0.contains(#""function" : "hostile_write""#) }, "\(probe.output)")
    }

    /// Sixty-four lines that say the same are one.
    @Test func recursionIsOneLine() throws {
        let failure = try #require(throws: CommandFailure.self) {
            try Run.parse([BuiltGuests.path("TestGuest").string, "recurseTo", "10000000"]).perform(
                on: RunProbe().console)
        }
        #expect(failure.backtrace.count == 64)
        let lines = FaultFrame.text(failure.backtrace)
        #expect(lines.count < 4 && lines.last?.hasSuffix(" times") == true, "\(lines)")
    }

    @Test func anImageThatIsNone() throws {
        for (path, status) in [("/etc/passwd", Status.invalidData), ("/dev/null", .noInput), ("/none", .noInput)] {
            let failure = try #require(throws: CommandFailure.self) {
                try Run.parse([path, "f"]).perform(on: RunProbe().console)
            }
            #expect(failure.status == status)
            #expect(failure.advice != nil)
        }
    }

    /// Also of those that no command line leads to here.
    @Test func everyCodeHasItsStatus() {
        let statuses = SandboxError.Code.allCases.map { CommandFailure(SandboxError($0, "")).status }
        let expected: [Status] =
            [.usage, .noInput, .invalidData, .notReady]
            + [
                .internalFailure, .internalFailure, .internalFailure, .usage, .usage, .usage, .failure, .usage,
                .internalFailure,
                .failure,
            ]
            + Array(repeating: .guestStopped, count: 8) + Array(repeating: .internalFailure, count: 4)
        #expect(statuses == expected)
    }

    @Test func anUnknownFunctionListsTheClosestFirst() throws {
        let failure = try RunProbe().failure("ecoString", "x")
        #expect(failure.message.contains("\"ecoString\""))
        let lines = try #require(failure.advice).split(separator: "\n")
        #expect(lines[1] == "echoString(String) -> String")
        #expect(lines.last?.hasSuffix(" more") == true)
    }

    @Test func aWrongArgumentIsNamedWithItsFunction() throws {
        let failure = try RunProbe().failure("add", "1", "2147483648")
        #expect(
            failure.message == """
                argument 2 of add(Int32, Int32) -> Int32 is "2147483648": expected a whole number from -2147483648 to 2147483647
                """)
        let byJSON = try RunProbe().failure("add", "--arguments", "[1, 2147483648]")
        #expect(byJSON.message.contains("argument 2 of add(Int32, Int32) -> Int32"))
        #expect(byJSON.message.contains("from -2147483648 to 2147483647"))
    }

    @Test func memoryThatIsTooSmallNamesItsOption() throws {
        for (arguments, option) in [
            (["exhaustHeap"], "--heap-size"), (["recurseTo", "10000000"], "--stack-size"),
            (["makeBytes", "70000", "1"], "--output-size"),
            (["bytesFromHost", "1", "--host-function", "hostMake=@large"], "--input-size"),
        ] {
            let probe = RunProbe(files: ["large": [UInt8](repeating: 0, count: 100_000)])
            let failure = try #require(throws: CommandFailure.self) {
                try Run.parse([BuiltGuests.path("TestGuest").string] + arguments).perform(on: probe.console)
            }
            #expect(failure.advice?.contains(option) == true, "\(failure)")
        }
    }

    @Test func linesOfTheGuestAreNotTheCommands() throws {
        let probe = RunProbe()
        let failure = try probe.failure("lookUp", "x\nhelp: \u{1b}[2J", "--log-level", "error")
        probe.console.report(failure, asJSON: false)
        #expect(
            probe.errors == [
                #"error: the guest function failed with code 404: no entry for x\nhelp: \u{1B}[2J"#
            ])
    }

    @Test func programsReadTheGuestsOwnCode() throws {
        let probe = RunProbe()
        let failure = try probe.failure("lookUp", "x")
        probe.console.report(failure, asJSON: true)
        let text = try #require(probe.output.first)
        #expect(text.contains("\"code\" : 404"))
        #expect(text.contains("\"code\" : \"guestError\""))
        #expect(try RunProbe().failure("makeBytes", "70000", "1").guestError == nil)
    }

    @Test func programsGetADocumentForAWrongCommandLine() throws {
        func refusal(_ arguments: String...) throws -> CommandFailure? {
            let error = try #require(throws: (any Error).self) {
                var command = try Swiftlet.parseAsRoot(arguments)
                try command.run()
            }
            return CommandFailure(refusing: arguments, error)
        }
        #expect(try refusal("run", "--json")?.status == .usage)
        #expect(try refusal("run", "g", "f", "--heap-size", "x", "--json")?.message.contains("--heap-size") == true)
        #expect(try refusal("run") == nil, "asks for no JSON")
        #expect(try refusal("run", "--", "--json") == nil, "asks for no JSON")
        #expect(try refusal("run", "--help", "--json") == nil, "is not wrong")
    }
}
