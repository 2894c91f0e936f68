import CGuest
import Glibc
import TestSupport
import Testing

/// The fused multiply-add functions against the C library's.
struct FusedMultiplyAddTests {
    private typealias Ternary<Value> = (Value, Value, Value) -> Value

    private func checkEdges<Value: BinaryFloatingPoint>(
        _ actual: Ternary<Value>, _ expected: Ternary<Value>
    ) throws {
        typealias Samples = FloatingPointSamples<Value>
        let edges = Samples.edges
        for x in edges {
            for y in edges {
                for z in edges {
                    try #require(Samples.same(actual(x, y, z), expected(x, y, z)), "of \(x), \(y), \(z)")
                }
            }
        }
    }

    /// Addends at every distance from the product, up to cancelling it, and results down to the smallest.
    private func checkRandom<Value: BinaryFloatingPoint>(
        _ actual: Ternary<Value>, _ expected: Ternary<Value>
    ) throws {
        typealias Samples = FloatingPointSamples<Value>
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<100_000 {
            let x = Samples.random(using: &generator)
            var y = Samples.random(using: &generator)
            var z = Samples.random(using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                y = .leastNormalMagnitude * z / x
            }
            let distance = Int.random(
                in: -2 * Value.significandBitCount...2 * Value.significandBitCount, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: z = -(x * y)
            case 1: z = Value(sign: .minus, exponent: Value.Exponent(distance), significand: x * y * 1.25)
            case 2: z = .leastNonzeroMagnitude * Value(Int.random(in: -1000...1000, using: &generator))
            default: break
            }
            try #require(Samples.same(actual(x, y, z), expected(x, y, z)), "of \(x), \(y), \(z)")
        }
    }

    @Test func edgesOfDouble() throws {
        try checkEdges({ swiftlet_fma($0, $1, $2) }, { fma($0, $1, $2) })
    }

    @Test func edgesOfFloat() throws {
        try checkEdges({ swiftlet_fmaf($0, $1, $2) }, { fmaf($0, $1, $2) })
    }

    @Test func randomDoubles() throws {
        try checkRandom({ swiftlet_fma($0, $1, $2) }, { fma($0, $1, $2) })
    }

    @Test func randomFloats() throws {
        try checkRandom({ swiftlet_fmaf($0, $1, $2) }, { fmaf($0, $1, $2) })
    }
}
