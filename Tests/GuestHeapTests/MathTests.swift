import CGuest
import Glibc
import Testing

/// The functions of one and two numbers against the C library's.
struct MathTests {
    struct Function<Value: BinaryFloatingPoint & Sendable>: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let actual: @Sendable (Value) -> Value
        let expected: @Sendable (Value) -> Value

        init(
            _ name: String, _ actual: @escaping @Sendable (Value) -> Value,
            _ expected: @escaping @Sendable (Value) -> Value
        ) {
            testDescription = name
            self.actual = actual
            self.expected = expected
        }

        func check() throws {
            typealias Samples = FloatingPointSamples<Value>
            for x in Samples.edgesAndRandom(count: 50_000, seed: 4) {
                try #require(Samples.same(actual(x), expected(x)), "\(testDescription)(\(x))")
            }
        }
    }

    static let functionsOfDouble: [Function<Double>] = [
        Function("trunc", { swiftlet_trunc($0) }, { trunc($0) }),
        Function("floor", { swiftlet_floor($0) }, { floor($0) }),
        Function("ceil", { swiftlet_ceil($0) }, { ceil($0) }),
        Function("round", { swiftlet_round($0) }, { round($0) }),
        Function("rint", { swiftlet_rint($0) }, { rint($0) }),
        Function("nearbyint", { swiftlet_nearbyint($0) }, { nearbyint($0) }),
        Function("fabs", { swiftlet_fabs($0) }, { fabs($0) }),
        Function("sqrt", { swiftlet_sqrt($0) }, { sqrt($0) }),
    ]

    static let functionsOfFloat: [Function<Float>] = [
        Function("truncf", { swiftlet_truncf($0) }, { truncf($0) }),
        Function("floorf", { swiftlet_floorf($0) }, { floorf($0) }),
        Function("ceilf", { swiftlet_ceilf($0) }, { ceilf($0) }),
        Function("roundf", { swiftlet_roundf($0) }, { roundf($0) }),
        Function("rintf", { swiftlet_rintf($0) }, { rintf($0) }),
        Function("nearbyintf", { swiftlet_nearbyintf($0) }, { nearbyintf($0) }),
        Function("fabsf", { swiftlet_fabsf($0) }, { fabsf($0) }),
        Function("sqrtf", { swiftlet_sqrtf($0) }, { sqrtf($0) }),
    ]

    @Test(arguments: functionsOfDouble)
    func functionOfADouble(function: Function<Double>) throws {
        try function.check()
    }

    @Test(arguments: functionsOfFloat)
    func functionOfAFloat(function: Function<Float>) throws {
        try function.check()
    }

    /// Every pair of edges, and random pairs.
    private func pairs<Value: BinaryFloatingPoint>(of type: Value.Type) -> [(Value, Value)] {
        let edges = FloatingPointSamples<Value>.edges
        let random = FloatingPointSamples<Value>.edgesAndRandom(count: 20_000, seed: 5)
        return edges.flatMap { x in edges.map { (x, $0) } } + Array(zip(random, random.reversed()))
    }

    @Test func remaindersOfDoubles() throws {
        typealias Samples = FloatingPointSamples<Double>
        for (x, y) in pairs(of: Double.self) {
            try #require(Samples.same(swiftlet_fmod(x, y), fmod(x, y)), "fmod(\(x), \(y))")
            try #require(Samples.same(swiftlet_remainder(x, y), remainder(x, y)), "remainder(\(x), \(y))")
        }
    }

    @Test func remaindersOfFloats() throws {
        typealias Samples = FloatingPointSamples<Float>
        for (x, y) in pairs(of: Float.self) {
            try #require(Samples.same(swiftlet_fmodf(x, y), fmodf(x, y)), "fmodf(\(x), \(y))")
            try #require(Samples.same(swiftlet_remainderf(x, y), remainderf(x, y)), "remainderf(\(x), \(y))")
        }
    }
}
