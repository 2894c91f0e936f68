import ArgumentParser

/// A length of time.
struct Nanoseconds: Equatable {
    let count: UInt64

    /// Reads a time such as `500ns`, `10us`, `2ms` or `1s`.
    init(argument text: String) throws {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit: UInt64? =
            switch text.dropFirst(digits.count).drop(while: { $0 == " " }) {
            case "ns": 1
            case "us", "µs", "μs": 1000
            case "ms": 1_000_000
            case "s": 1_000_000_000
            default: nil
            }
        guard let number = UInt64(digits), let unit else {
            throw ValidationError("write a whole number with its unit: ns, us, ms or s")
        }
        let (count, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { throw ValidationError("that is longer than 500 years") }
        self.count = count
    }
}
