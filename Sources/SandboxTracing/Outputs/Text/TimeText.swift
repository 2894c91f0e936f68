/// Nanoseconds in the unit that suits their size.
package enum TimeText {
    private static let units: [(suffix: String, nanoseconds: UInt64, digits: Int)] = [
        ("s", 1_000_000_000, 9), ("ms", 1_000_000, 6), ("µs", 1000, 3), ("ns", 1, 0),
    ]

    /// All digits that are not zero: `58.44ms`.
    static func exact(_ nanoseconds: UInt64) -> String {
        let unit = unit(for: nanoseconds)
        var fraction = fraction(nanoseconds, unit.nanoseconds, unit.digits)
        while fraction.last == "0" { fraction.removeLast() }
        return "\(nanoseconds / unit.nanoseconds)\(fraction.isEmpty ? "" : ".")\(fraction)\(unit.suffix)"
    }

    /// The first three digits behind the point: `58.440ms`, `12ns`.
    package static func short(_ nanoseconds: UInt64) -> String {
        let unit = unit(for: nanoseconds)
        let fraction = fraction(nanoseconds, unit.nanoseconds, unit.digits).prefix(3)
        return "\(nanoseconds / unit.nanoseconds)\(fraction.isEmpty ? "" : ".")\(fraction)\(unit.suffix)"
    }

    /// The number of thousands with three digits behind the point: nanoseconds as microseconds, without rounding.
    static func microseconds(_ nanoseconds: UInt64) -> String {
        "\(nanoseconds / 1000).\(fraction(nanoseconds, 1000, 3))"
    }

    /// The longest that an exact time up to this one can be, in characters.
    static func width(upTo nanoseconds: UInt64) -> Int {
        // 999.999999ms is as long as 1.000000001s.
        let unit = unit(for: nanoseconds)
        let point = unit.digits == 0 ? 0 : 1
        let own = "\(nanoseconds / unit.nanoseconds)".count + point + unit.digits + unit.suffix.count
        return unit.nanoseconds == 1_000_000_000 ? max(own, 12) : own
    }

    private static func unit(for nanoseconds: UInt64) -> (suffix: String, nanoseconds: UInt64, digits: Int) {
        units.first { nanoseconds >= $0.nanoseconds } ?? ("ns", 1, 0)
    }

    private static func fraction(_ nanoseconds: UInt64, _ unit: UInt64, _ digits: Int) -> String {
        if digits == 0 { return "" }
        let text = String(nanoseconds % unit)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
