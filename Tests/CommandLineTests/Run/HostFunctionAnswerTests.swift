import HostRuntime
import Testing

@testable import SwiftletCommand

@Suite("Answers of host functions")
struct HostFunctionAnswerTests {
    @Test func answersAreReadByTheirType() throws {
        let probe = RunProbe()
        try probe.run("add", "1", "2", "--host-function", "hostAdd=-0x2A")
        try probe.run("echoThroughHost", "x", "--host-function", "hostEcho=a=b")
        try probe.run("bytesThroughHost", "x", "--host-function", "hostBytes=hex:4142")
        try probe.run(
            "allThroughHost", "1", "2", "3", "4", "5", "6", "true", "x", "y", "--host-function", "hostNothing",
            "--host-function", "hostAll=1.5")
        #expect(probe.output == ["-42", "a=b", "1.5"])
        #expect(probe.outputBytes == Array("AB".utf8))
    }

    /// The mark and the equals sign before it are one character.
    @Test func anAnswerCanBeginWithACombiningMark() throws {
        let probe = RunProbe()
        try probe.run("echoThroughHost", "x", "--host-function", "hostEcho=\u{301}x")
        #expect(probe.output.map { Array($0.unicodeScalars) } == [Array("\u{301}x".unicodeScalars)])
    }

    @Test func eachCallIsAnswered() throws {
        let probe = RunProbe()
        try probe.run("callHostOften", "10", "", "--host-function", "hostAdd=7")
        #expect(probe.output == ["70"])
    }

    @Test func withoutAnAnswerTheErrorNamesTheOption() throws {
        let failure = try RunProbe().failure("add", "1", "2")
        #expect(failure.status == .failure)
        #expect(failure.message.contains("swiftlet run has no host function hostAdd"))
        #expect(failure.message.contains("--host-function 'hostAdd=VALUE'"))
    }

    @Test func theGuestMayCatchThat() throws {
        let probe = RunProbe()
        try probe.run("catchHostError", "x")
        #expect(probe.output.first?.contains("swiftlet run has no host function hostFail") == true)
    }

    @Test(arguments: [
        "hostAdd", "hostAdd=", "hostAdd=x", "hostNothing=", "hostNothing=1", "host", "", "=", "hostAddx=1",
    ])
    func wrongAnswersAreRefused(_ answer: String) throws {
        let failure = try RunProbe().failure("nothing", "--host-function", answer)
        #expect(failure.status == .usage)
        #expect(failure.advice != nil)
    }

    @Test func twoAnswersAreRefused() throws {
        let failure = try RunProbe().failure(
            "nothing", "--host-function", "hostAdd=1", "--host-function", "hostAdd=2")
        #expect(failure.message.contains("two answers"))
    }

    /// Names are any text, so the longest one that fits is meant.
    @Test func namesMayHoldEqualsSigns() throws {
        let imports = [
            FunctionSignature(name: "a", parameters: [], result: .string),
            FunctionSignature(name: "a=b", parameters: [], result: .int32),
        ]
        let values = TextValues(files: ArgumentFiles(RunProbe().console.files))
        // "c" is no Int32, but would be a string for the other function.
        #expect(throws: CommandFailure.self) { try HostFunctions(imports, answers: ["a=b=c"], values: values) }
        #expect(try HostFunctions(imports, answers: ["a=b=1", "a=c"], values: values).signatures == imports)
    }
}
