import CoreMetrics
import GuestTestSupport
import HostRuntime
import MetricsTestKit
import SandboxMetrics
import Testing

@Suite("Metrics of sandboxes")
struct SandboxMetricsTests {
    private let metrics = ReportedMetrics()

    @Test func calls() throws {
        let sandbox = try Sandbox.test(metrics.observer)
        for _ in 0..<3 { try sandbox.call("nothing") }
        _ = try sandbox.call("callHostOften", Int32(10), [UInt8]()) as UInt64
        #expect(try metrics.counter("calls") == 4)
        #expect(try metrics.counter("host_calls") == 10)
        #expect(try metrics.counter("exits") == 4 + 10)
        #expect(try metrics.counter("bytes_in") == Int64(sandbox.statistics.bytesIn))
        // The start code has logged, and is no call.
        #expect(try metrics.counter("bytes_out") > 0)
        #expect(try metrics.counter("bytes_out") < Int64(sandbox.statistics.bytesOut))
        #expect(try metrics.timer("call_duration").count == 4)
        #expect(try metrics.timer("host_function_duration").count == 10)
        #expect(try metrics.timer("call_duration").allSatisfy { $0 > 0 })
        #expect(metrics.errors() == [:])
    }

    @Test func usage() throws {
        let sandbox = try Sandbox.test(metrics.observer)
        let clean = try sandbox.snapshot()
        try sandbox.call("nothing")
        #expect(try metrics.timer("guest_processor_time") == [])
        sandbox.measuresUsage = true
        var (times, pages): ([Int64], [Double]) = ([], [])
        func note() throws {
            let usage = try #require(sandbox.lastCallUsage)
            times.append(Int64(usage.guestProcessorTime / .nanoseconds(1)))
            pages.append(Double(try #require(usage.dirtyPages)))
        }
        for _ in 0..<3 {
            _ = try sandbox.call("increment", thenRestoringTo: clean) as Int32
            try note()
        }
        #expect(throws: SandboxError.self) { try sandbox.call("trapFatalError", "x") }
        try note()
        // Not as far as the guest.
        #expect(throws: SandboxError.self) { try sandbox.call("nothing") }
        #expect(try metrics.timer("guest_processor_time") == times)
        #expect(try metrics.recorder("call_dirty_pages") == pages)
        #expect(pages.allSatisfy { $0 > 0 } && times.allSatisfy { $0 > 0 })
    }

    @Test func pagesThatNobodyTracks() throws {
        let sandbox = try Sandbox.test(metrics.observer, tracksDirtyPages: false)
        sandbox.measuresUsage = true
        try sandbox.call("nothing")
        #expect(try metrics.timer("guest_processor_time").count == 1)
        #expect(try metrics.recorder("call_dirty_pages") == [])
    }

    @Test func errors() throws {
        let sandbox = try Sandbox.test(metrics.observer)
        for _ in 0..<2 { #expect(throws: SandboxError.self) { try sandbox.call("lookUp", "") as String } }
        #expect(throws: SandboxError.self) { try sandbox.call("passHostErrorOn", "x") as Int32 }
        #expect(throws: SandboxError.self) { try sandbox.call("trapFatalError", "x") }
        for _ in 0..<3 { #expect(throws: SandboxError.self) { try sandbox.call("nothing") } }
        #expect(
            metrics.errors() == [
                "operation=call code=guestError": 2, "operation=call code=hostFunctionFailed": 1,
                "operation=call code=aborted": 1, "operation=call code=poisoned": 3,
            ])
        #expect(try metrics.counter("calls") == 7)
        #expect(try metrics.timer("call_duration").count == 7)
    }

    @Test func snapshotsAndRestores() throws {
        let sandbox = try Sandbox.test(metrics.observer)
        let first = try sandbox.snapshot()
        _ = try sandbox.call("increment") as Int32
        let second = try sandbox.snapshot()
        try sandbox.restore(to: first)
        try sandbox.restore(to: first)
        try sandbox.restore(to: second)
        #expect(second.copiedPages > 0)
        let difference = Double(second.copiedPages)
        #expect(try metrics.counter("snapshots") == 2)
        #expect(try metrics.counter("restores") == 3)
        #expect(try metrics.recorder("dirty_pages") == [difference, 0, difference])
        #expect(try metrics.timer("snapshot_duration").count == 2)
        #expect(try metrics.timer("restore_duration").count == 3)
        #expect(metrics.errors() == [:])
    }

    @Test func comingAndGoing() throws {
        let sandbox = try Sandbox.test(metrics.observer)
        let snapshot = try sandbox.snapshot()
        let shells = ShellCache(capacity: 1)
        for _ in 0..<3 {
            try Sandbox(
                from: snapshot, hostFunctions: TestGuest.hostFunctions, shells: shells, observer: metrics.observer
            ).close()
        }
        try sandbox.close()
        #expect(try metrics.counter("made", ("origin", "image")) == 1)
        #expect(try metrics.counter("made", ("origin", "snapshot")) == 1)
        #expect(try metrics.counter("made", ("origin", "shell")) == 2)
        #expect(try metrics.timer("creation_duration", ("origin", "image")).count == 1)
        #expect(try metrics.timer("creation_duration", ("origin", "snapshot")).count == 1)
        #expect(try metrics.timer("creation_duration", ("origin", "shell")).count == 2)
        #expect(try metrics.counter("closed") == 4)
        #expect(try metrics.live() == [1, 2, 1, 2, 1, 2, 1, 0])
        #expect(try metrics.counter("restores") == 0)
    }

    /// Made in advance: a call must not ask the backend, and what has not happened is 0 and not missing.
    @Test func whatHasNotHappenedIsZero() throws {
        for name in ["calls", "exits", "host_calls", "bytes_in", "bytes_out", "restores", "snapshots", "closed"] {
            #expect(try metrics.counter(name) == 0, "\(name)")
        }
        for name in [
            "call_duration", "guest_processor_time", "restore_duration", "snapshot_duration", "host_function_duration",
        ] {
            #expect(try metrics.timer(name) == [], "\(name)")
        }
        for origin in SandboxObservation.Creation.Origin.allCases {
            #expect(try metrics.counter("made", ("origin", origin.rawValue)) == 0)
            #expect(try metrics.timer("creation_duration", ("origin", origin.rawValue)) == [])
        }
        #expect(try metrics.recorder("call_dirty_pages") == [])
        #expect(try metrics.recorder("dirty_pages") == [])
        #expect(try metrics.live() == [])
    }

    @Test func theBootstrappedBackendIsTheDefault() throws {
        let backend = TestMetrics()
        let sandbox = try withMetricsFactory(backend) { try Sandbox.test(SandboxMetrics()) }
        try sandbox.call("nothing")
        #expect(try backend.expectCounter("swiftlet_sandbox_calls").totalValue == 1)
        #expect(throws: SandboxError.self) { try sandbox.call("lookUp", "") as String }
        let dimensions = [("operation", "call"), ("code", "guestError")]
        #expect(try backend.expectCounter("swiftlet_sandbox_errors", dimensions).totalValue == 1)
    }
}
