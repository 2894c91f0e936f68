import CoreMetrics
import HostRuntime
import MetricsTestKit
import Testing

@testable import SandboxPooling

@Suite("Metrics of a pool")
struct PoolMetricsTests {
    private struct Failure: Error {}

    @Test func theySayWhatTheStatisticsSay() async throws {
        let (backend, source) = (TestMetrics(), try TestSource())
        let pool = try withMetricsFactory(backend) {
            try SandboxPool(source: source, configuration: .test(size: 1, idle: 1, waiters: 1))
        }
        try await eventually { pool.statistics.idle == 1 }
        let gate = Gate()
        let holder = try await pool.hold(until: gate)
        let waiter = try await pool.enqueue(behind: 0) { try await pool.withSandbox { try $0.close() } }
        try await expectError(.tooManyWaiters) { try await pool.withSandbox { _ in } }
        gate.open()
        try await holder.value
        try await waiter.value
        try await eventually { pool.statistics.idle == 1 }
        source.set(\.isRestoringFailing)
        source.set(\.isMakingFailing)
        try await pool.withSandbox { _ in }
        try await eventually { pool.statistics.failures >= 1 }
        source.set(\.isMakingFailing, false)
        try await eventually { pool.statistics.idle == 1 }
        await pool.shutdown()

        let statistics = pool.statistics
        #expect((statistics.hits, statistics.misses, statistics.waits, statistics.rejections) == (2, 2, 1, 1))
        #expect((statistics.refills, statistics.replacements) == (3, 2))
        let dimensions = [("pool", "tests")]
        let counters = [
            "hits": statistics.hits, "misses": statistics.misses, "waits": statistics.waits,
            "rejections": statistics.rejections, "refills": statistics.refills,
            "replacements": statistics.replacements, "failures": statistics.failures,
        ]
        for (name, value) in counters {
            let counter = try backend.expectCounter("swiftlet_pool_\(name)", dimensions)
            #expect(counter.totalValue == value, "\(name)")
        }
        for name in ["idle", "lent"] {
            let meter = try backend.expectMeter("swiftlet_pool_\(name)", dimensions)
            #expect(meter.lastValue == 0, "\(name)")
            #expect(meter.values.max() == 1, "\(name)")
        }
        #expect(try backend.expectTimer("swiftlet_pool_waiting", dimensions).values.count == 1)
    }
}
