import Foundation

/// The threads of this process, by the names that the kernel has for them (Documentation/filesystems/proc.rst, /proc/PID/task).
enum ProcessThreads {
    static let guestThread = "swiftlet-guest"

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap { thread in
            // It may have ended.
            lines(of: "/proc/self/task/\(thread)/comm").first.map(String.init)
        }
    }

    /// The calling thread's.
    static var currentName: String { lines(of: "/proc/thread-self/comm").first.map(String.init) ?? "" }

    /// The signals that the calling thread blocks, signal 1 in the lowest bit.
    static var blockedSignals: UInt64 {
        let line = lines(of: "/proc/thread-self/status").first { $0.hasPrefix("SigBlk:") }
        return line.flatMap { UInt64($0.dropFirst("SigBlk:".count).filter { !$0.isWhitespace }, radix: 16) } ?? 0
    }

    private static func lines(of path: String) -> [Substring] { (try? ProcessMappings.lines(of: path)) ?? [] }
}
