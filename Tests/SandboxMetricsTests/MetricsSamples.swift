import GuestTestSupport
import HostRuntime
import SandboxMetrics
import Testing

/// The code of docs/metrics.md, and of the documentation comments.
@Suite("The documentation's metrics")
struct MetricsSamples {
    @Test func observing() throws {
        let (image, hostFunctions) = (try TestGuest.image.get(), TestGuest.hostFunctions)
        // sample: observe
        let metrics = SandboxMetrics(dimensions: [("guest", "thumbnails")])
        let sandbox = try Sandbox(
            guest: .image(image), configuration: .init(observer: metrics), hostFunctions: hostFunctions)
        // end sample
        try sandbox.call("nothing")
        // sample: clone
        let clone = try Sandbox(from: sandbox.snapshot(), hostFunctions: hostFunctions, observer: metrics)
        // end sample
        try clone.call("nothing")
    }
}
