/// What is kept of a series of samples.
struct Distribution: Codable {
    let median: Double
    /// The smallest sample that at least 99 % of the samples do not exceed.
    let p99: Double
    let samples: Int

    /// - Parameter samples: At least one.
    init(_ samples: [Double]) {
        let sorted = samples.sorted()
        median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        p99 = sorted[(sorted.count * 99 + 99) / 100 - 1]
        self.samples = sorted.count
    }

    private init(median: Double, p99: Double, samples: Int) {
        (self.median, self.p99, self.samples) = (median, p99, samples)
    }

    /// Two parts of the same operation that were measured apart. The sum of two p99 is a bound of their p99 together.
    static func + (left: Self, right: Self) -> Self {
        Distribution(
            median: left.median + right.median, p99: left.p99 + right.p99, samples: min(left.samples, right.samples))
    }
}
