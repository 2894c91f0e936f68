internal import CoreMetrics
internal import HostRuntime

/// The metrics of sandboxes of one origin: how long one takes to make depends on nothing as much.
struct CreationMetrics: Sendable {
    private let made: Counter
    private let duration: Timer

    init(
        origin: SandboxObservation.Creation.Origin, dimensions: [(String, String)], factory: any MetricsFactory
    ) {
        let dimensions = dimensions + [("origin", origin.rawValue)]
        made = Counter(label: "swiftlet_sandbox_made", dimensions: dimensions, factory: factory)
        duration = Timer(label: "swiftlet_sandbox_creation_duration", dimensions: dimensions, factory: factory)
    }

    func record(_ creation: SandboxObservation.Creation) {
        made.increment()
        duration.record(creation.duration)
    }
}
