import ArgumentParser
import Foundation
import GuestTestSupport
import HostRuntime
import SystemPackage
import Testing

@testable import SwiftletCommand

@Suite("swiftlet inspect")
struct InspectTests {
    private func inspect(_ arguments: String...) throws -> RecordedConsole {
        let console = RecordedConsole()
        try Inspect.parse(arguments).perform(on: console.console)
        return console
    }

    private func failure(_ arguments: String...) throws -> CommandFailure {
        let command = try Inspect.parse(arguments)
        return try #require(throws: CommandFailure.self) { try command.perform(on: RecordedConsole().console) }
    }

    @Test func textForPeople() throws {
        let lines = try inspect(BuiltGuests.path("TestGuest").string).text.split(separator: "\n")
        #expect(lines.contains("ABI version  \(GuestImage.abiVersion), the one that this swiftlet runs"))
        #expect(lines.contains("  echoString(String) -> String"))
        #expect(lines.contains("  hostAdd(Int32, Int32) -> Int32"))
        #expect(lines.contains { $0.hasSuffix("  r-x       r-x     .text") })
        #expect(lines.contains { $0.hasSuffix("256 KiB  rw-     guest       stack") })
        #expect(lines.contains { $0.hasSuffix(" others") })
        #expect(lines.allSatisfy { $0.last != " " })
    }

    @Test func memoryOfOtherSizes() throws {
        let path = BuiltGuests.path("TestGuest").string
        let text = try inspect(path, "--heap-size", "64MiB", "--stack-size", "1MiB").text
        #expect(text.contains("  64 MiB  rw-     guest       heap"))
        #expect(text.contains("   1 MiB  rw-     guest       stack"))
        #expect(try failure(path, "--heap-size", "1KiB").status == .usage)
    }

    @Test func oneDocumentForPrograms() throws {
        let console = try inspect(BuiltGuests.path("TestGuest").string, "--json", "--symbols", "3")
        #expect(console.output.count == 1)
        #expect(console.errors == [])
        let json = try JSONSerialization.jsonObject(with: Data(console.text.utf8))
        let document = try #require(json as? [String: Any])
        #expect(document["isRunnable"] as? Bool == true)
        #expect(document["refusal"] == nil)
        let functions = try #require(document["functions"] as? [[String: Any]])
        let echo = try #require(functions.first { $0["name"] as? String == "echoString" })
        #expect(echo["parameters"] as? [String] == ["String"])
        #expect(echo["result"] as? String == "String")
        let symbols = try #require(document["symbols"] as? [String: Any])
        #expect((symbols["largest"] as? [Any])?.count == 3)
        let memory = try #require(document["memory"] as? [[String: Any]])
        #expect(memory.first?["address"] as? Int == 0)
    }

    @Test(arguments: ["-1", "10001", "many"])
    func numbersOfSymbolsThatCannotBe(_ number: String) {
        #expect(throws: (any Error).self) { try Inspect.parse(["Guest", "--symbols", number]) }
    }

    @Test func anotherVersionOfTheABI() throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: BuiltGuests.path("HostileGuest").string)))
        let note = try #require(bytes.firstRange(of: Array("Swiftlet\0".utf8)))
        bytes[note.lowerBound + 12] = 99
        let file = try TemporaryFile(bytes)
        let console = RecordedConsole()
        let status = #expect(throws: ExitCode.self) {
            try Inspect.parse([file.path]).perform(on: console.console)
        }
        #expect(status?.rawValue == ExitStatus.invalidData.rawValue)
        #expect(console.text.contains("ABI version  99, this swiftlet runs \(GuestImage.abiVersion)"))
        #expect(console.text.contains("Functions: "))
        #expect(console.errors.joined().contains("same release of Swiftlet"))

        let forPrograms = RecordedConsole()
        #expect(throws: ExitCode.self) {
            try Inspect.parse([file.path, "--json"]).perform(on: forPrograms.console)
        }
        #expect(forPrograms.output.count == 1 && forPrograms.errors.isEmpty)
        #expect(forPrograms.text.contains("\"isRunnable\" : false"))
    }

    @Test func filesThatAreNoGuests() throws {
        let missing = try failure("/does/not/exist")
        #expect(missing.status == .noInput)
        #expect(missing.message.contains("/does/not/exist"))
        let script = try TemporaryFile(Array("#!/bin/sh\n".utf8))
        let foreign = try failure(script.path)
        #expect(foreign.status == .invalidData)
        #expect(foreign.advice != nil)
        #expect(try failure("/tmp").status == .noInput)
        #expect(try failure("").status == .noInput)
    }

    @Test func namesCannotCommandTheTerminal() throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: BuiltGuests.path("TestGuest").string)))
        let original = Array("\0.swift_modhash\0".utf8)
        let name = try #require(bytes.firstRange(of: original))
        bytes.replaceSubrange(name, with: Array("\0\u{1b}[31mmodhash\0\0\0".utf8))
        let file = try TemporaryFile(bytes)
        let text = try inspect(file.path).text
        #expect(text.contains("\\u{1B}[31mmodhash"))
        #expect(!text.contains("\u{1b}"))
    }
}
