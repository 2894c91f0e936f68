import Foundation
import SystemPackage

/// What a command finds around itself. Tests make it up.
struct Surroundings {
    var environment: [String: String]
    /// Where the command itself is, links followed.
    var executable: FilePath
    var workingDirectory: FilePath
    var fileExists: (FilePath) -> Bool
    var contents: (FilePath) -> String?

    static var process: Surroundings {
        let files = FileManager.default
        return Surroundings(
            environment: ProcessInfo.processInfo.environment,
            executable: FilePath((try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"),
            workingDirectory: FilePath(files.currentDirectoryPath),
            fileExists: { FileManager.default.fileExists(atPath: $0.string) },
            contents: { try? String(contentsOfFile: $0.string, encoding: .utf8) })
    }

    /// The variable's value, unless it is empty: that is how a variable is switched off.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path, made absolute.
    func absolute(_ path: String) -> FilePath {
        workingDirectory.pushing(FilePath(path)).lexicallyNormalized()
    }

    /// The path as a person in the working directory would write it.
    func shortened(_ path: FilePath) -> FilePath {
        var short = path
        return short.removePrefix(workingDirectory) && !short.isEmpty ? short : path
    }

    /// The folder that `make install` gave the command for its data, whether or not it is there.
    var installedData: FilePath {
        executable.removingLastComponent().removingLastComponent().appending("share").appending("swiftlet")
    }

    /// The checkout of Swiftlet that the command was built in, when it is run from there.
    var enclosingCheckout: FilePath? {
        nearestFolder(from: executable.removingLastComponent(), where: isCheckout)
    }

    func isCheckout(_ folder: FilePath) -> Bool {
        fileExists(folder.appending("Package.swift")) && GuestSDKBundle.isIn(folder.appending("sdk"), of: self)
    }

    /// The package that the working directory is in, found as `swift build` finds it.
    var enclosingPackage: FilePath? {
        nearestFolder(from: workingDirectory) { fileExists($0.appending("Package.swift")) }
    }

    private func nearestFolder(from start: FilePath, where matches: (FilePath) -> Bool) -> FilePath? {
        var folder = start
        while !matches(folder) {
            guard folder.removeLastComponent() else { return nil }
        }
        return folder
    }
}
