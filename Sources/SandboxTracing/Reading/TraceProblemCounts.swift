/// What was found to be wrong, and how often.
struct TraceProblemCounts<Kind: RawRepresentable<UInt8> & Hashable> {
    private var counts: [Kind: UInt64] = [:]

    mutating func report(_ kind: Kind, _ count: UInt64 = 1) {
        guard count > 0 else { return }
        // The count may come out of a file.
        let (sum, overflow) = counts[kind, default: 0].addingReportingOverflow(count)
        counts[kind] = overflow ? .max : sum
    }

    /// In the order of their kinds.
    func problems(_ describe: (Kind) -> String) -> [TraceProblem] {
        counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, count in
            TraceProblem(description: describe(kind), count: count)
        }
    }
}
