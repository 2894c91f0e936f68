import TestSupport

/// Operands for functions of floating-point numbers.
struct FloatingPointSamples<Value: BinaryFloatingPoint> {
    /// The ends of every range in which a function could go wrong, and their neighbours, with both signs.
    static var edges: [Value] {
        // Where fractions end: from here on every number is an integer.
        let integers = Value(sign: .plus, exponent: Value.Exponent(Value.significandBitCount), significand: 1)
        var edges: [Value] = [0, 1.5, 2, 2.5, 3, 3.5, 10, .infinity, .nan]
        edges += [.leastNonzeroMagnitude, .leastNormalMagnitude.nextDown, .leastNormalMagnitude]
        edges += [.greatestFiniteMagnitude, .greatestFiniteMagnitude / 3, 1 / .greatestFiniteMagnitude]
        for x in [0.25, 0.5, 1, integers / 2, integers, integers * 2, integers * integers] as [Value] {
            edges += [x.nextDown, x, x.nextUp]
        }
        return edges + edges.map { -$0 }
    }

    /// Half the time any bit pattern, else a number of a magnitude where integers and fractions meet.
    static func random(using generator: inout SeededGenerator) -> Value {
        let sign = Bool.random(using: &generator) ? FloatingPointSign.plus : .minus
        let significand = Value.RawSignificand(truncatingIfNeeded: generator.next())
        if Bool.random(using: &generator) {
            let exponent = Value.RawExponent(truncatingIfNeeded: generator.next())
            return Value(sign: sign, exponentBitPattern: exponent, significandBitPattern: significand)
        }
        let exponent = Int.random(in: -5...Value.significandBitCount + 3, using: &generator)
        let one = Value(
            sign: sign, exponentBitPattern: (1 as Value).exponentBitPattern, significandBitPattern: significand)
        return Value(sign: .plus, exponent: Value.Exponent(exponent), significand: one)
    }

    /// The edges followed by random numbers.
    static func edgesAndRandom(count: Int, seed: UInt64) -> [Value] {
        var generator = SeededGenerator(seed: seed)
        return edges + (0..<count).map { _ in random(using: &generator) }
    }

    /// Whether two results agree bit for bit; a NaN is as good as any other.
    static func same(_ left: Value, _ right: Value) -> Bool {
        left.isNaN ? right.isNaN : left == right && left.sign == right.sign
    }
}
