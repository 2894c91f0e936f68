internal import CoreMetrics
internal import HostRuntime
internal import Synchronization

/// The counters of errors, a metric with a series for each operation and code that there has been.
///
/// Made when they are first needed: most of all pairs never come about, and many backends list whatever was made.
final class ErrorCounters: Sendable {
    enum Operation: String {
        case call, restore, snapshot
    }

    private struct Key: Hashable {
        let operation: Operation
        let code: SandboxError.Code
    }

    private let dimensions: [(String, String)]
    private let factory: any MetricsFactory
    private let counters = Mutex<[Key: Counter]>([:])

    init(dimensions: [(String, String)], factory: any MetricsFactory) {
        self.dimensions = dimensions
        self.factory = factory
    }

    func increment(operation: Operation, _ code: SandboxError.Code) {
        let counter = counters.withLock { counters in
            let key = Key(operation: operation, code: code)
            if let counter = counters[key] { return counter }
            let new = Counter(
                label: "swiftlet_sandbox_errors",
                dimensions: dimensions + [("operation", operation.rawValue), ("code", code.rawValue)],
                factory: factory)
            counters[key] = new
            return new
        }
        counter.increment()
    }
}
