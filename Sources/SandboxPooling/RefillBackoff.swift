internal import Dispatch

/// How long to wait after failed refills: twice as long after each, within bounds.
struct RefillBackoff {
    private var milliseconds = shortest

    private static let shortest = 10
    private static let longest = 10_000

    mutating func next() -> DispatchTimeInterval {
        defer { milliseconds = min(milliseconds * 2, Self.longest) }
        return .milliseconds(milliseconds)
    }

    mutating func reset() { milliseconds = Self.shortest }
}
