import CoreMetrics
import HostRuntime
import MetricsTestKit
import SandboxMetrics
import Testing

/// A backend, and metrics that report to it.
struct ReportedMetrics {
    let backend = TestMetrics()
    let observer: SandboxMetrics

    private static let dimensions = [("guest", "TestGuest")]

    init() {
        observer = SandboxMetrics(dimensions: Self.dimensions, factory: backend)
    }

    /// What a counter has come to.
    func counter(_ name: String, _ dimensions: (String, String)...) throws -> Int64 {
        try backend.expectCounter("swiftlet_sandbox_\(name)", Self.dimensions + dimensions).totalValue
    }

    /// The nanoseconds that a timer recorded.
    func timer(_ name: String, _ dimensions: (String, String)...) throws -> [Int64] {
        try backend.expectTimer("swiftlet_sandbox_\(name)", Self.dimensions + dimensions).values
    }

    /// The numbers that a recorder recorded.
    func recorder(_ name: String) throws -> [Double] {
        try backend.expectRecorder("swiftlet_sandbox_\(name)", Self.dimensions).values
    }

    /// The values that the meter has had.
    func live() throws -> [Double] {
        try backend.expectMeter("swiftlet_sandbox_live", Self.dimensions).values
    }

    /// Each series of errors, and what it has come to.
    func errors() -> [String: Int64] {
        let series = backend.counters(label: "swiftlet_sandbox_errors").map { counter in
            let own = counter.dimensions.dropFirst().map { "\($0.0)=\($0.1)" }
            return (own.joined(separator: " "), counter.totalValue)
        }
        return Dictionary(series, uniquingKeysWith: +)
    }
}
