import Foundation
import SystemPackage

/// The Swift toolchain on PATH, as far as guests are concerned.
struct Toolchain: Equatable {
    /// Such as `6.3.1`; nil if the toolchain says something else.
    let version: String?
    /// Whether it has the Embedded Swift library of guests.
    let hasEmbeddedLibrary: Bool

    /// swift-syntax is pinned to the compiler's series, and earlier patches of it cannot build guests.
    private static let series = "6.3."
    private static let oldestPatch = 1
    static let cure =
        "get Swift 6.3.1 or a newer 6.3 by https://www.swift.org/install/linux, and put its usr/bin on PATH"

    init(version: String?, hasEmbeddedLibrary: Bool) {
        self.version = version
        self.hasEmbeddedLibrary = hasEmbeddedLibrary
    }

    var isSupported: Bool {
        guard let version, version.hasPrefix(Self.series), let patch = Int(version.dropFirst(Self.series.count)) else {
            return false
        }
        return patch >= Self.oldestPatch
    }

    /// Asks the toolchain.
    static func find(_ swift: SwiftTool, in surroundings: Surroundings) throws(CommandFailure) -> Toolchain {
        let answer = try swift.capture(["-print-target-info", "-target", GuestSDKBundle.triple])
        guard answer.status == 0, let target = try? JSONDecoder().decode(TargetInfo.self, from: answer.output) else {
            throw CommandFailure(
                .notReady, "swiftNotStarted", "swift does not say what it builds for (exit status \(answer.status))",
                advice: cure)
        }
        let library = FilePath(target.paths.runtimeResourcePath).appending("embedded").appending("Swift.swiftmodule")
            .appending("\(GuestSDKBundle.triple).swiftmodule")
        return Toolchain(version: target.version, hasEmbeddedLibrary: surroundings.fileExists(library))
    }
}

/// What `swift -print-target-info` prints.
private struct TargetInfo: Decodable {
    struct Paths: Decodable {
        let runtimeResourcePath: String
    }

    let compilerVersion: String
    let paths: Paths

    /// The number in `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    var version: String? {
        let words = compilerVersion.split(separator: " ")
        guard let index = words.firstIndex(of: "version"), words.indices.contains(index + 1) else { return nil }
        return String(words[index + 1])
    }
}
