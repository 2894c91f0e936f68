@testable import HostRuntime
@testable package import SandboxTracing

/// What must hold for every recording of ours, however bad the guests that it is of.
package enum RecordingCheck {
    /// Reads a recording: nothing about it is damaged but what guests wrote, and no track goes back in time.
    package static func read(_ bytes: [UInt8]) -> TraceRecording {
        guard let recording = try? TraceRecording(bytes: bytes) else {
            preconditionFailure("what was recorded is no recording")
        }
        // Without a track there is no clock either, which is a problem of its own.
        guard !recording.tracks.isEmpty else { return recording }
        let problems = Set(recording.problems.map(\.description))
        let guests = Set(TraceRecordProblem.allCases.map(\.description))
        precondition(problems.isSubset(of: guests), "a recording of ours is damaged: \(problems.subtracting(guests))")
        for track in recording.tracks {
            let events = track.events
            precondition(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time }, "time goes back")
            precondition(recording.timeline(of: track).slices.count <= events.count)
        }
        return recording
    }
}
