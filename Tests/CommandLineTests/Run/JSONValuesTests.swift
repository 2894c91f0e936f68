import Foundation
import HostRuntime
import TestSupport
import Testing

@testable import SwiftletCommand

@Suite("Values as JSON")
struct JSONValuesTests {
    private func function(_ types: ValueType...) -> FunctionSignature {
        FunctionSignature(name: "f", parameters: types, result: .void)
    }

    private func values(_ text: String, _ types: ValueType...) throws -> [AnyWireValue] {
        try JSONArguments(text, for: FunctionSignature(name: "f", parameters: types, result: .void)).values
    }

    @Test func eachTypeIsRead() throws {
        let text = """
            [-2147483648, 4294967295, -9223372036854775808, 18446744073709551615, 0.1, 5e-324, true, "\\u00e9\\u0000",
             "AP8="]
            """
        #expect(
            try values(text, .int32, .uint32, .int64, .uint64, .float, .double, .bool, .string, .bytes) == [
                .int32(.min), .uint32(.max), .int64(.min), .uint64(.max), .float(0.1), .double(.leastNonzeroMagnitude),
                .bool(true),
                .string("é\0"), .bytes([0, 255]),
            ])
        #expect(try values("[]").isEmpty)
    }

    @Test func wholeNumbersKeepAllBits() throws {
        #expect(
            try values("[9007199254740993, 9223372036854775807]", .int64, .int64) == [
                .int64(9_007_199_254_740_993), .int64(.max),
            ])
    }

    @Test(arguments: [
        (ValueType.int32, ["2147483648", "1.5", "\"1\"", "true", "null", "[]", "{}", "1e99"]),
        (.uint64, ["-1", "18446744073709551616", "0.5"]), (.int64, ["9223372036854775808", "1e19"]),
        (.float, ["1e39", "\"1\"", "\"NaN\"", "true", "null"]), (.double, ["1e999", "\"\"", "[1]"]),
        (.bool, ["1", "\"true\"", "null"]), (.string, ["1", "null", "true", "[\"x\"]"]),
        (.bytes, ["1", "\"A\"", "\"AP8\"", "\"**\"", "[0]", "null"]),
    ])
    func anElementOfAnotherTypeIsNamed(_ type: ValueType, _ elements: [String]) throws {
        for element in elements {
            let failure = try #require(throws: CommandFailure.self, "\(element) as \(type)") {
                try JSONArguments("[0, \(element)]", for: function(.int32, type))
            }
            #expect(failure.status == .usage)
            #expect(failure.message.contains("argument 2 of f("), "\(failure)")
            #expect(failure.message.contains("expected"))
        }
    }

    @Test(arguments: [
        "", " ", "[", "]", "[1", "[1,", "[1] x", "{}", "{\"a\": 1}", "1", "null", "\"[1]\"", "[01]", "['x']",
        "[nan]",
        "[0x1]", "[\"\\ud800\"]", "[\"\\x\"]", "\0", "[1}", "[.5]", "[+1]", "// [1]", "[1 /**/]",
        String(repeating: "[", count: 100_000), String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
    ])
    func whatIsNoArrayIsRefused(_ text: String) throws {
        for type in [ValueType.int32, .string] {
            let failure = try #require(throws: CommandFailure.self) { try JSONArguments(text, for: function(type)) }
            #expect(failure.status == .usage)
        }
    }

    @Test func everyPieceOfADocumentIsRefused() throws {
        let text = "[12, \"ab\\u00e9\", true]"
        let signature = function(.int32, .string, .bool)
        #expect(try JSONArguments(text, for: signature).count == 3)
        for end in text.indices {
            #expect(throws: CommandFailure.self) { try JSONArguments(String(text[..<end]), for: signature) }
        }
    }

    @Test func anotherNumberOfElementsIsCounted() throws {
        #expect(try JSONArguments("[1, 2, 3]", for: function(.int32)).count == 3)
        #expect(try JSONArguments("[]", for: function(.int32)).count == 0)
    }

    /// What `--json` writes, `--arguments` reads.
    @Test func resultsAreReadBackAsTheyWere() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            let bits = random.next()
            let values: [AnyWireValue] = [
                .int32(Int32(truncatingIfNeeded: bits)), .uint32(UInt32(truncatingIfNeeded: bits)),
                .int64(Int64(bitPattern: bits)), .uint64(bits), .bool(bits & 1 == 0),
                .float(Float(bitPattern: UInt32(truncatingIfNeeded: bits))), .double(Double(bitPattern: bits)),
                .string(String((0..<20).map { _ in Character(Self.scalar(&random)) })),
                .bytes((0..<Int(bits % 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }),
            ]
            for value in values { try expectRoundTrip(value) }
        }
        let special: [AnyWireValue] = [
            .float(.nan), .double(.infinity), .float(-.infinity), .double(-0.0), .float(-0.0), .double(.nan),
            .float(.leastNonzeroMagnitude), .double(.greatestFiniteMagnitude), .string("\0\u{7f}\"\\/\u{2028}"),
        ]
        for value in special { try expectRoundTrip(value) }
    }

    private static func scalar(_ random: inout SeededGenerator) -> UnicodeScalar {
        UnicodeScalar(UInt32.random(in: 0...0x10ffff, using: &random)) ?? "\0"
    }

    private func expectRoundTrip(_ value: AnyWireValue) throws {
        let signature = FunctionSignature(name: "f", parameters: [value.valueType], result: value.valueType)
        let text = JSONText.of(RunDocument(function: signature, result: value, statistics: nil))
        let start = try #require(text.range(of: "\"result\" : ")).upperBound
        let end = try #require(text.range(of: ",\n  \"type\" : \"\(value.valueType)\"")).lowerBound
        let result = try JSONArguments("[\(text[start..<end])]", for: signature).values
        switch (result.first, value) {
        case (.float(let read), .float(let written)): #expect(read == written || read.isNaN && written.isNaN)
        case (.double(let read), .double(let written)): #expect(read == written || read.isNaN && written.isNaN)
        default: #expect(result == [value])
        }
    }

    @Test func theDocumentNamesTheFunction() throws {
        let probe = RunProbe()
        try probe.run("add", "--arguments", "[1, 2]", "--host-function", "hostAdd=3", "--json")
        #expect(probe.output == ["{\n  \"function\" : \"add\",\n  \"result\" : 3,\n  \"type\" : \"int32\"\n}"])
    }

    @Test func nothingIsNull() throws {
        let probe = RunProbe()
        try probe.run("nothing", "--json")
        #expect(probe.output.first?.contains("\"result\" : null") == true)
    }

    @Test func argumentsComeFromAFile() throws {
        let probe = RunProbe(files: ["a.json": Array("[\"x\"]".utf8)], standardInput: Array("[\"y\"]".utf8))
        try probe.run("echoString", "--arguments", "@a.json")
        try probe.run("echoString", "--arguments", "@-")
        #expect(probe.output == ["x", "y"])
    }

    @Test func statisticsAreInTheDocument() throws {
        let probe = RunProbe()
        try probe.run("nothing", "--json", "--stats")
        let text = try #require(probe.output.first)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let statistics = try #require(document["statistics"] as? [String: Int])
        #expect(
            Set(statistics.keys) == [
                "bytesIn", "bytesOut", "callMicroseconds", "changedPages", "createMicroseconds", "entries",
                "guestMicroseconds", "hostCalls", "loadMicroseconds", "logFlushes",
            ])
        #expect(statistics["entries"] == 2)
        for key in ["bytesIn", "bytesOut"] { #expect((1..<200).contains(try #require(statistics[key])), "\(key)") }
        #expect(try #require(statistics["guestMicroseconds"]) <= #require(statistics["callMicroseconds"]))
        let changedPages = try #require(statistics["changedPages"])
        #expect((1..<20).contains(changedPages), "the call's own, not those of the start")
    }
}
