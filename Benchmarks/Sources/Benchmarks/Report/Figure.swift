import Foundation

/// A number as the table shows it: three digits that count, in a unit that fits.
struct Figure: CustomStringConvertible {
    let description: String

    init(_ value: Double, _ unit: Row.Unit) {
        switch unit {
        case .allocations:
            description = String(format: "%g", value)
        case .perSecond:
            description = String(format: "%.0f/s", value)
        case .nanoseconds:
            let scale = [(1e6, "ms"), (1e3, "µs")].first { value >= $0.0 } ?? (1, "ns")
            let scaled = value / scale.0
            let digits = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2
            description = String(format: "%.\(digits)f \(scale.1)", scaled)
        }
    }

    static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }
}
