import HostRuntime
import TestSupport
import Testing

@testable import SwiftletCommand

@Suite("Values as text")
struct TextValuesTests {
    private func value(_ text: String, _ type: ValueType) throws -> AnyWireValue {
        let files = Files(read: { _ in Array("content".utf8) }, write: { _, _ in })
        return try TextValues(files: ArgumentFiles(files)).value(text, as: type, for: "the value")
    }

    @Test(arguments: [
        ("0", ValueType.int32, AnyWireValue.int32(0)), ("+7", .int32, .int32(7)), ("-0", .uint32, .uint32(0)),
        ("0x7fffffff", .int32, .int32(.max)), ("-0x80000000", .int32, .int32(.min)), ("007", .int32, .int32(7)),
        ("0xFFFFFFFFFFFFFFFF", .uint64, .uint64(.max)), ("1e3", .double, .double(1000)),
        ("infinity", .float, .float(.infinity)), ("1e-999", .double, .double(0)), ("false", .bool, .bool(false)),
        ("@file", .string, .string("content")), ("@@file", .string, .string("@file")), ("@@@", .string, .string("@@")),
        ("hex:ff", .string, .string("hex:ff")), ("hex:", .bytes, .bytes([])), ("hex:fF00", .bytes, .bytes([255, 0])),
        ("base64:", .bytes, .bytes([])), ("base64:AP8=", .bytes, .bytes([0, 255])),
        ("text:hex:ff", .bytes, .bytes(Array("hex:ff".utf8))), ("text:", .bytes, .bytes([])),
        ("@@x", .bytes, .bytes(Array("@x".utf8))), ("@file", .bytes, .bytes(Array("content".utf8))),
        ("é", .bytes, .bytes([0xc3, 0xa9])), ("", .bytes, .bytes([])), ("HEX:ff", .bytes, .bytes(Array("HEX:ff".utf8))),
    ])
    func acceptedTexts(_ text: String, _ type: ValueType, _ expected: AnyWireValue) throws {
        #expect(try value(text, type) == expected)
    }

    @Test(arguments: [
        (
            [ValueType.int32, .uint32, .int64, .uint64],
            [
                "", " ", "-", "+", "--5", "+-5", "0x", "-0x", "0x-5", "0x+5", "x5", "5x", "0b1", "1_000", "1,000",
                "1.0", "1e3",
                " 5", "5 ", "٥", "５", "nan", "true", "0x0x5", "99999999999999999999", "-99999999999999999999",
                "0x10000000000000000", "5\0", "\u{1b}",
            ]
        ),
        ([.uint32, .uint64], ["-1", "-0x1"]),
        ([.int32], ["2147483648", "-2147483649", "0x80000000", "4294967295"]),
        ([.uint32], ["4294967296"]),
        ([.int64], ["9223372036854775808", "-9223372036854775809"]),
        ([.uint64], ["18446744073709551616"]),
        (
            [.float, .double],
            ["", " ", "-", ".", "e5", "1e", "1,5", "1.5.2", "--1", " 1", "1 ", "0x", "one", "1e999", "-1e999"]
        ),
        ([.float], ["1e39", "3.5e38"]),
        ([.bool], ["", "1", "0", "yes", "True", "TRUE", " true", "true "]),
        (
            [.bytes],
            ["hex:0", "hex:0g", "hex: 00", "hex:0x00", "hex:é", "base64:A", "base64:AP8", "base64:A===", "base64:****"]
        ),
    ])
    func nonsenseIsRefused(_ types: [ValueType], _ texts: [String]) throws {
        for type in types {
            for text in texts {
                let failure = try #require(throws: CommandFailure.self, "\(text.debugDescription) as \(type)") {
                    try value(text, type)
                }
                #expect(failure.status == .usage)
                #expect(failure.message.contains("expected"))
            }
        }
    }

    /// What is accepted of random text is the number that its description is read back as.
    @Test func randomTextIsReadOrRefused() throws {
        var random = SeededGenerator(seed: 1)
        let characters = Array("+-00x12789afe._inf:@ \u{301}")
        let types: [ValueType] = [.int32, .uint32, .int64, .uint64, .float, .double, .bool]
        var accepted = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...6, using: &random)
            let text = String((0..<length).compactMap { _ in characters.randomElement(using: &random) })
            for type in types {
                guard let value = try? value(text, type) else { continue }
                accepted += 1
                #expect(value.valueType == type)
                #expect(try self.value(Self.description(of: value), type) == value, "\(text)")
            }
        }
        #expect(accepted > 1000)
    }

    private static func description(of value: AnyWireValue) -> String {
        switch value {
        case .int32(let value): "\(value)"
        case .uint32(let value): "\(value)"
        case .int64(let value): "\(value)"
        case .uint64(let value): "\(value)"
        case .float(let value): "\(value)"
        case .double(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .string, .bytes: ""
        }
    }

    @Test func aLongTextIsCutInErrors() throws {
        let failure = try #require(throws: CommandFailure.self) {
            try value(String(repeating: "x", count: 1 << 20), .bool)
        }
        #expect(failure.message.utf8.count < 300)
    }
}
