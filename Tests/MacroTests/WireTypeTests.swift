import SwiftSyntax
import SwiftSyntaxBuilder
import Testing

@testable import GuestTracingMacros

@Suite("Wire types")
struct WireTypeTests {
    @Test("The codes are those of the ABI")
    func codes() {
        let codes = WireType.allCases.map { ($0.rawValue, $0.code) }
        let expected: [(String, UInt8)] = [
            ("Int32", 1), ("UInt32", 2), ("Int64", 3), ("UInt64", 4), ("Float", 5), ("Double", 6), ("Bool", 7),
            ("String", 8), ("[UInt8]", 9), ("RawSpan", 9), ("Void", 10),
        ]
        #expect(codes.elementsEqual(expected, by: ==))
    }

    @Test(
        "Equivalent spellings",
        arguments: [
            ("Int32", .int32), ("Swift.Int32", .int32), ("(Int32)", .int32), ("((Swift.Double))", .double),
            ("[UInt8]", .bytes), ("[Swift.UInt8]", .bytes), ("Array<UInt8>", .bytes),
            ("Swift.Array<Swift.UInt8>", .bytes), ("([(UInt8)])", .bytes), ("Swift.RawSpan", .span), ("()", .void),
            ("(())", .void), ("Swift.Void", .void),
        ] as [(String, WireType)])
    func spellings(spelling: String, type: WireType) {
        #expect(WireType("\(raw: spelling)") == type)
    }

    @Test(
        "Spellings of other types",
        arguments: [
            "Int", "int32", "Foundation.Int32", "Swift.Collections.Int32", "[Int8]", "Array", "Array<Int32>",
            "ContiguousArray<UInt8>", "UInt8", "(Int32, Int32)", "(x: Int32)", "Int32?", "Int32.Type", "any Int32",
        ])
    func others(spelling: String) {
        #expect(WireType("\(raw: spelling)") == nil)
    }
}
