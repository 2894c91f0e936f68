import GuestSDK

/// Why a list cannot be planned.
enum PlanError: GuestFunctionError, Equatable {
    case malformed(line: Int, reason: String)
    case repeated(step: String, line: Int)
    case unknown(step: String, neededBy: String)
    /// Each step needs the next, and the last one needs the first.
    case cycle([String])
    case workers(Int32)

    var code: UInt64 {
        switch self {
        case .malformed: 1
        case .repeated: 2
        case .unknown: 3
        case .cycle: 4
        case .workers: 5
        }
    }

    var message: String {
        switch self {
        case .malformed(let line, let reason):
            "line \(line): \(reason)"
        case .repeated(let step, let line):
            "line \(line): there is a step \(step) already"
        case .unknown(let step, let dependent):
            "\(dependent) needs \(step), which is not in the list"
        case .cycle(let steps):
            "these steps wait for each other: \((steps + steps.prefix(1)).joined(separator: " needs "))"
        case .workers(let count):
            "there can be \(Schedule.workerCounts.lowerBound) to \(Schedule.workerCounts.upperBound) workers, not \(count)"
        }
    }
}
