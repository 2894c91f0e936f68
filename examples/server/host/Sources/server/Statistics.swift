import Hummingbird
import SandboxPooling
import Synchronization

/// What became of the requests for functions.
final class Statistics: Sendable {
    /// How a request ended. Each one ends in one of these ways.
    enum Outcome: String, CaseIterable {
        case answered
        case refused
        case overloaded
        case deadlineExceeded
        case cancelled
        case failed
    }

    private struct State {
        var received = 0
        var outcomes: [Outcome: Int] = [:]
        var lookUps = 0
    }

    private let state = Mutex(State())

    func requestBegins() { state.withLock { $0.received += 1 } }
    func requestEnds(_ outcome: Outcome) { state.withLock { $0.outcomes[outcome, default: 0] += 1 } }
    func lookUpBegins() { state.withLock { $0.lookUps += 1 } }
    func lookUpEnds() { state.withLock { $0.lookUps -= 1 } }

    func report(on pool: SandboxPool) -> Report {
        let state = state.withLock { $0 }
        let sandboxes = pool.statistics
        return Report(
            received: state.received,
            outcomes: Dictionary(
                uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, state.outcomes[$0] ?? 0) }),
            lookUps: state.lookUps,
            pool: [
                "idle": sandboxes.idle, "lent": sandboxes.lent, "waiting": sandboxes.waiting,
                "rejections": sandboxes.rejections, "replacements": sandboxes.replacements,
                "failures": sandboxes.failures,
            ])
    }

    struct Report: ResponseEncodable {
        let received: Int
        let outcomes: [String: Int]
        /// Those that run now.
        let lookUps: Int
        let pool: [String: Int]
    }
}
