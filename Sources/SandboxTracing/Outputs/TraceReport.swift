/// What outputs show of a recording: its sandboxes' timelines, all of them or what a filter leaves.
///
/// Names and messages come from guests. Outputs cut them at 256 bytes, and escape what a terminal, a browser or another
/// reader could take for anything but text.
public struct TraceReport: Sendable {
    /// What was recorded of the sandboxes that are shown.
    public let recording: TraceRecording
    /// A timeline for each track of ``recording``.
    public let timelines: [TraceTimeline]
    /// How outputs show the names of the recording's sites.
    package let siteNames: [String]

    package init(_ recording: TraceRecording, timelines: [TraceTimeline], filter: TraceFilter) {
        let siteNames = recording.sites.map(\.name.shownName)
        let shown = recording.tracks.indices.filter { filter.tracks?.contains(recording.tracks[$0].number) ?? true }
        self.timelines = shown.map { timelines[$0].filtered(by: filter, sites: recording.sites, names: siteNames) }
        self.siteNames = siteNames
        var recording = recording
        recording.tracks = shown.map { recording.tracks[$0] }
        self.recording = recording
    }
}

extension TraceTrack {
    /// The sandbox, as outputs name it.
    package var shownName: String { label.isEmpty ? "sandbox \(number)" : "sandbox \(number) (\(label.shown))" }

    /// The digest of the guest's image, in hexadecimal.
    package var digestText: String { imageDigest.hexadecimalText }
}

extension [UInt8] {
    /// Two digits for each byte.
    var hexadecimalText: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension TraceReport {
    /// Which images were recorded, a line for each sandbox.
    package var imageLines: [String] {
        recording.tracks.map { "SHA-256 of the image of \($0.shownName) is \($0.digestText)" }
    }

    /// What may be wrong with what is shown, a line for each.
    package var warningLines: [String] {
        var lines = recording.clock.warnings.map { "warning: \($0.shown)" }
        lines += recording.problems.map { "problem: \($0.shownText)" }
        for (track, timeline) in zip(recording.tracks, timelines) {
            lines += timeline.problems.map { "problem: \(track.shownName): \($0.shownText)" }
            if track.droppedRecords > 0 { lines.append("lost: \(track.droppedRecords) records of \(track.shownName)") }
        }
        return lines
    }
}

extension TraceProblem {
    fileprivate var shownText: String { count == 1 ? description.shown : "\(description.shown) (\(count) times)" }
}
