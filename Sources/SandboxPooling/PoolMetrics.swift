internal import CoreMetrics
internal import Dispatch

/// The metrics of one pool, as ``SandboxPool/Statistics`` documents them. Made once: making one asks the backend.
struct PoolMetrics: Sendable {
    private let idle, lent: Meter
    private let hits, misses, waits, rejections, refills, replacements, failures: Counter
    private let waiting: Timer

    init(pool: String) {
        let dimensions = [("pool", pool)]
        idle = Meter(label: "swiftlet_pool_idle", dimensions: dimensions)
        lent = Meter(label: "swiftlet_pool_lent", dimensions: dimensions)
        hits = Counter(label: "swiftlet_pool_hits", dimensions: dimensions)
        misses = Counter(label: "swiftlet_pool_misses", dimensions: dimensions)
        waits = Counter(label: "swiftlet_pool_waits", dimensions: dimensions)
        rejections = Counter(label: "swiftlet_pool_rejections", dimensions: dimensions)
        refills = Counter(label: "swiftlet_pool_refills", dimensions: dimensions)
        replacements = Counter(label: "swiftlet_pool_replacements", dimensions: dimensions)
        failures = Counter(label: "swiftlet_pool_failures", dimensions: dimensions)
        waiting = Timer(label: "swiftlet_pool_waiting", dimensions: dimensions)
    }

    /// Reports what has changed. Differences rather than values: they come from several threads, in any order.
    func record(from before: SandboxPool.Statistics, to after: SandboxPool.Statistics) {
        add(after.idle - before.idle, to: idle)
        add(after.lent - before.lent, to: lent)
        add(after.hits - before.hits, to: hits)
        add(after.misses - before.misses, to: misses)
        add(after.waits - before.waits, to: waits)
        add(after.rejections - before.rejections, to: rejections)
        add(after.refills - before.refills, to: refills)
        add(after.replacements - before.replacements, to: replacements)
        add(after.failures - before.failures, to: failures)
    }

    func recordWait(since start: DispatchTime) {
        waiting.recordNanoseconds(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds)
    }

    private func add(_ difference: Int, to meter: Meter) {
        if difference > 0 { meter.increment(by: Double(difference)) }
        if difference < 0 { meter.decrement(by: Double(-difference)) }
    }

    private func add(_ difference: Int, to counter: Counter) {
        if difference > 0 { counter.increment(by: difference) }
    }
}
