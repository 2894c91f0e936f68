import CGuest
import TestSupport
import Testing

// Swift does not import C functions of 128-bit integers. For these operands its calling convention is C's.

@_silgen_name("swiftlet___udivti3") private func udivti3(_: UInt128, _: UInt128) -> UInt128
@_silgen_name("swiftlet___umodti3") private func umodti3(_: UInt128, _: UInt128) -> UInt128
@_silgen_name("swiftlet___divti3") private func divti3(_: Int128, _: Int128) -> Int128
@_silgen_name("swiftlet___modti3") private func modti3(_: Int128, _: Int128) -> Int128
@_silgen_name("swiftlet___ashlti3") private func ashlti3(_: Int128, _: Int32) -> Int128
@_silgen_name("swiftlet___ashrti3") private func ashrti3(_: Int128, _: Int32) -> Int128
@_silgen_name("swiftlet___lshrti3") private func lshrti3(_: Int128, _: Int32) -> Int128

/// The 128-bit operations against Swift's own.
struct Int128Tests {
    private static let edges: [UInt128] = [
        0, 1, 2, 3, 10, 1 << 32, 1 << 63, (1 << 64) - 1, 1 << 64, (1 << 64) + 1, 1 << 126, 1 << 127, .max - 1, .max,
    ]

    /// Edges, and numbers of every length.
    private static func operands() -> [UInt128] {
        var random = SeededGenerator(seed: 8)
        return edges
            + (0..<300).map { _ in
                UInt128.random(in: 0 ... .max, using: &random) >> UInt128.random(in: 0..<128, using: &random)
            }
    }

    @Test func divisionsWithoutSign() throws {
        for x in Self.operands() {
            for y in Self.operands() where y != 0 {
                try #require(udivti3(x, y) == x / y, "\(x) / \(y)")
                try #require(umodti3(x, y) == x % y, "\(x) % \(y)")
            }
        }
    }

    @Test func divisionsWithSign() throws {
        for x in Self.operands().map(Int128.init(truncatingIfNeeded:)) {
            for y in Self.operands().map(Int128.init(truncatingIfNeeded:)) where y != 0 {
                let (quotient, remainder) = (
                    x.dividedReportingOverflow(by: y), x.remainderReportingOverflow(dividingBy: y)
                )
                try #require(divti3(x, y) == quotient.partialValue, "\(x) / \(y)")
                try #require(modti3(x, y) == remainder.partialValue, "\(x) % \(y)")
            }
        }
    }

    @Test func shifts() throws {
        for x in Self.operands() {
            let signed = Int128(truncatingIfNeeded: x)
            for places in 0..<128 as Range<Int32> {
                try #require(ashlti3(signed, places) == signed << Int128(places))
                try #require(ashrti3(signed, places) == signed >> Int128(places))
                try #require(lshrti3(signed, places) == Int128(truncatingIfNeeded: x >> UInt128(places)))
            }
        }
    }
}
