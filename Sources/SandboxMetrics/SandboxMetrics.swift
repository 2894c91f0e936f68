public import CoreMetrics
public import HostRuntime

/// Reports what sandboxes do to swift-metrics; the metrics are those that `docs/metrics.md` lists.
///
/// One value serves any number of sandboxes, on any threads, which then are counted together. To tell guests apart, give
/// each a value with dimensions of its own.
///
/// <!-- sample: Tests/SandboxMetricsTests/MetricsSamples.swift#observe -->
/// ```swift
/// let metrics = SandboxMetrics(dimensions: [("guest", "thumbnails")])
/// let sandbox = try Sandbox(
///     guest: .image(image), configuration: .init(observer: metrics), hostFunctions: hostFunctions)
/// ```
///
/// To report a call takes no allocation of this library's, and as long as the backend takes to increment five counters
/// and to record a duration; if it was measured what the call took, another duration and a number. Metrics are made in
/// advance, except the counters of errors, each at the first of its kind.
public struct SandboxMetrics: SandboxObserver {
    private let calls, exits, hostCalls, bytesIn, bytesOut, restores, snapshots, closed: Counter
    private let live: Meter
    private let callDuration, guestProcessorTime, restoreDuration, snapshotDuration, hostFunctionDuration: Timer
    private let callDirtyPages, dirtyPages: Recorder
    private let errors: ErrorCounters
    private let creations: [SandboxObservation.Creation.Origin: CreationMetrics]

    /// Makes the metrics.
    ///
    /// - Parameters:
    ///   - dimensions: What each metric carries beside its own dimensions, which are `operation`, `code` and `origin`.
    ///   - factory: Where the metrics come from; nil, the default, is the one that `MetricsSystem` was bootstrapped with.
    public init(dimensions: [(String, String)] = [], factory: (any MetricsFactory)? = nil) {
        let factory = factory ?? MetricsSystem.factory
        func counter(_ name: String) -> Counter {
            Counter(label: "swiftlet_sandbox_\(name)", dimensions: dimensions, factory: factory)
        }
        func timer(_ name: String) -> Timer {
            Timer(label: "swiftlet_sandbox_\(name)", dimensions: dimensions, factory: factory)
        }
        func recorder(_ name: String) -> Recorder {
            Recorder(label: "swiftlet_sandbox_\(name)", dimensions: dimensions, factory: factory)
        }
        calls = counter("calls")
        exits = counter("exits")
        hostCalls = counter("host_calls")
        bytesIn = counter("bytes_in")
        bytesOut = counter("bytes_out")
        restores = counter("restores")
        snapshots = counter("snapshots")
        closed = counter("closed")
        live = Meter(label: "swiftlet_sandbox_live", dimensions: dimensions, factory: factory)
        callDuration = timer("call_duration")
        guestProcessorTime = timer("guest_processor_time")
        restoreDuration = timer("restore_duration")
        snapshotDuration = timer("snapshot_duration")
        hostFunctionDuration = timer("host_function_duration")
        callDirtyPages = recorder("call_dirty_pages")
        dirtyPages = recorder("dirty_pages")
        errors = ErrorCounters(dimensions: dimensions, factory: factory)
        creations = Dictionary(
            uniqueKeysWithValues: SandboxObservation.Creation.Origin.allCases.map {
                ($0, CreationMetrics(origin: $0, dimensions: dimensions, factory: factory))
            })
    }

    /// Counts the sandbox, and records how long it took to make.
    public func sandboxMade(_ creation: SandboxObservation.Creation) {
        creations[creation.origin]?.record(creation)
        live.increment()
    }

    /// Counts the sandbox as closed.
    public func sandboxClosed() {
        closed.increment()
        live.decrement()
    }

    /// Counts the call, its exits, its host calls and its bytes, and records how long it took; also how long its guest had the
    /// processor and how many pages it changed, if that was measured.
    public func callEnded(_ call: SandboxObservation.Call) {
        calls.increment()
        exits.increment(by: Int64(clamping: call.exits))
        hostCalls.increment(by: Int64(clamping: call.hostCalls))
        bytesIn.increment(by: Int64(clamping: call.bytesIn))
        bytesOut.increment(by: Int64(clamping: call.bytesOut))
        callDuration.record(call.duration)
        if let usage = call.usage {
            guestProcessorTime.record(usage.guestProcessorTime)
            if let pages = usage.dirtyPages { callDirtyPages.record(Int64(clamping: pages)) }
        }
        if let code = call.error { errors.increment(operation: .call, code) }
    }

    /// Records how long the host function took.
    public func hostFunctionEnded(_ function: SandboxObservation.HostFunction) {
        hostFunctionDuration.record(function.duration)
    }

    /// Counts the restore, and records how long it took and how many pages it wrote; of one that failed only the error.
    public func restoreEnded(_ restore: SandboxObservation.Restore) {
        if let code = restore.error { return errors.increment(operation: .restore, code) }
        restores.increment()
        restoreDuration.record(restore.duration)
        dirtyPages.record(Int64(clamping: restore.pages))
    }

    /// Counts the snapshot, and records how long it took; of one that failed only the error.
    public func snapshotEnded(_ snapshot: SandboxObservation.Snapshot) {
        if let code = snapshot.error { return errors.increment(operation: .snapshot, code) }
        snapshots.increment()
        snapshotDuration.record(snapshot.duration)
    }
}
