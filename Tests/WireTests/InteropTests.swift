import Foundation
import Testing
import Wire

/// Messages cross over between `Wire` and two witnesses: flatc, and the official C++ library with its verifier.
@Suite("Interoperability")
struct InteropTests {
    @Test func cxxVerifiesAndReadsOurMessages() throws {
        let witness = try Witness()
        for sample in try SampleMessages.all() {
            try witness.folder.write(sample.bytes, to: "ours.bin")
            let result = try witness.run(["read", sample.kind.rawValue, "ours.bin"])
            #expect(result.status == 0, "\(sample.name)")
            let ours = try sample.kind.dump(sample.bytes.span.bytes)
            #expect(result.output == ours, "\(sample.name)")
        }
        // The witness is not one that passes everything.
        var broken = try callMessage { try $0.append("text") }
        broken[0] = 0xF0
        try witness.folder.write(broken, to: "broken.bin")
        #expect(try witness.run(["read", "function_call", "broken.bin"]).status == 1)
    }

    @Test func weVerifyAndReadMessagesFromCxx() throws {
        let witness = try Witness()
        #expect(try witness.run(["write", "."]).status == 0)
        for kind in MessageKind.allCases {
            let bytes = try witness.folder.read(kind.rawValue + ".bin")
            try kind.verify(bytes.span.bytes)
            let theirs = try witness.run(["read", kind.rawValue, kind.rawValue + ".bin"])
            let ours = try kind.dump(bytes.span.bytes)
            #expect(ours == theirs.output)
            #expect(!ours.isEmpty)
        }
    }

    @Test func flatcReadsOurMessagesAndWritesThemBack() throws {
        let folder = try TemporaryFolder()
        for sample in try SampleMessages.all() {
            // JSON has one NaN, and flatc no way back from the text it writes for it: C++ is the witness for its bits.
            guard sample.name != "call-scalars" else { continue }
            let schema = repository.appendingPathComponent("schemas/\(sample.kind.rawValue).fbs").path
            try folder.write(sample.bytes, to: "message.bin")
            try Tool.flatc.run(
                ["--json", "--strict-json", "--defaults-json", schema, "--", "message.bin"], in: folder.url)
            try Tool.flatc.run(["--binary", schema, "message.json"], in: folder.url)
            let rewritten = try folder.read("message.bin")
            try sample.kind.verify(rewritten.span.bytes)
            let theirs = try sample.kind.dump(rewritten.span.bytes)
            let ours = try sample.kind.dump(sample.bytes.span.bytes)
            #expect(theirs == ours, "\(sample.name)")
        }
    }

    @Test func flatcAgreesOnTheContentOfACall() throws {
        let folder = try TemporaryFolder()
        let bytes = try callMessage(name: "greet", returning: .string) { writer in
            try writer.append("größe")
            try writer.append(Int32(-7))
        }
        try folder.write(bytes, to: "call.bin")
        let schema = repository.appendingPathComponent("schemas/function_call.fbs").path
        try Tool.flatc.run(["--json", "--strict-json", schema, "--", "call.bin"], in: folder.url)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(folder.read("call.json"))) as? NSDictionary)
        let expected: NSDictionary = [
            "function_name": "greet",
            "parameters": [
                ["value_type": "StringValue", "value": ["value": "größe"]],
                ["value_type": "Int32Value", "value": ["value": -7]],
            ],
            "expected_return_type": "String",
        ]
        #expect(json == expected)
    }
}

/// The C++ program of `Interop/interop.cpp`, built with the headers that flatc generates from `schemas/`.
private struct Witness {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let schemas = try schemaFiles().map { repository.appendingPathComponent("schemas/" + $0).path }
        try Tool.flatc.run(["--cpp"] + schemas, in: folder.url)
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Interop/interop.cpp")
        try #require(
            FileManager.default.fileExists(atPath: "/usr/include/flatbuffers/flatbuffers.h"),
            "flatbuffers/flatbuffers.h not found; install the Debian package libflatbuffers-dev")
        try Tool.cxx.run(["-std=c++17", "-I.", "-o", "interop", source.path], in: folder.url)
    }

    func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        try execute(folder.url.appendingPathComponent("interop"), arguments, in: folder.url)
    }
}
