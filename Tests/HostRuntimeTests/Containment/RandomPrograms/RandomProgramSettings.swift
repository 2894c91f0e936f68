import Glibc

/// Which random programs run. The environment decides: `docs/testing.md` says how.
enum RandomProgramSettings {
    /// How many.
    static let count = number("SWIFTLET_RANDOM_PROGRAMS") ?? 1000
    /// The first program's seed; each further one has the next number.
    static let seed = number("SWIFTLET_SEED") ?? 1

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
