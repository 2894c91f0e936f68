import GuestTestSupport
import HostRuntime
import SandboxTracing
import Testing

/// The samples of docs/tracing.md.
@Suite("Samples of tracing")
struct TracingSamples {
    @Test func recording() throws {
        let image = try TracedGuest.image.get()
        let hostFunctions = TracedGuest.hostFunctions
        // sample: recording
        let recorder = TraceRecorder()
        let configuration = Sandbox.Configuration(tracing: .init(to: recorder, mode: .lossless, label: "tenant 7"))
        let sandbox = try Sandbox(guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)
        let _: Int32 = try sandbox.call("hostCall", Int32(1))

        let recording = try TraceRecording(bytes: recorder.bytes())
        print(TraceReport(recording).string(.text))
        // end sample
        #expect(recording.tracks.map(\.label) == ["tenant 7"])
    }
}
