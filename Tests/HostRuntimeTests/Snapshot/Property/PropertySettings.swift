import Glibc

/// Which random sequences run. The environment decides: `docs/testing.md` says how.
enum PropertySettings {
    /// Sequences are no longer than this, so that failures are easy to shorten; a longer run has more of them.
    static let sequenceLength = 500

    /// Where each sequence's generator begins.
    static let seeds: [UInt64] = {
        guard let seed = number("SWIFTLET_PROPERTY_SEED") else { return [1, 2, 3, 4] }
        let count = max(steps / sequenceLength, 1)
        return (0..<UInt64(count)).map { seed &+ $0 }
    }()

    /// Operations in each sequence.
    static let length = min(steps, sequenceLength)

    private static let steps = Int(clamping: number("SWIFTLET_PROPERTY_STEPS") ?? UInt64(sequenceLength))

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
