import SandboxTracing
import SystemPackage

@testable import SwiftletCommand

/// What `swiftlet trace` writes, and the recordings that it shows.
final class TraceProbe {
    private(set) var output = ""
    private(set) var errors: [String] = []
    private(set) var written: [String: [UInt8]] = [:]

    var console: Console {
        Console(
            output: { self.output += $0 + "\n" }, outputBytes: { self.output += String(decoding: $0, as: UTF8.self) },
            errors: { self.errors.append($0) }, isTerminal: false,
            files: Files(
                read: { _ in throw Errno.noSuchFileOrDirectory },
                write: { bytes, path in
                    guard path != "/full" else { throw Errno.noSpace }
                    self.written[path] = bytes
                }))
    }

    /// Two sandboxes: one calls a guest function that calls the host, the other does nothing.
    static let recording = TraceRecording(
        clock: TraceClock(frequency: 1_000_000_000, wallStart: 0, warnings: ["the clock may be wrong"]),
        tracks: [
            TraceTrack(
                number: 1, label: "hello", imageDigest: Array(repeating: 0xC5, count: 32),
                events: [
                    event(.enter, 0, 1000), event(.enter, 1, 2000), event(.enter, 2, 3000), event(.exit, 2, 3500),
                    event(.enter, 3, 4000), event(.exit, 3, 4010), event(.exit, 1, 12_000), event(.exit, 0, 13_000),
                ]),
            TraceTrack(number: 2, label: "idle", imageDigest: Array(repeating: 0x0F, count: 32), droppedRecords: 3),
        ],
        sites: [
            TraceSite(side: .host, name: "call"),
            TraceSite(side: .guest, name: "greet", file: "Hello/main.swift", line: 3),
            TraceSite(side: .host, name: "hostPrint"),
            TraceSite(side: .guest, name: "greet", file: "Hello/other.swift", line: 9),
        ], problems: [])

    private static func event(_ kind: TraceEvent.Kind, _ site: Int, _ time: UInt64) -> TraceEvent {
        TraceEvent(kind: kind, site: site, time: time)
    }
}
