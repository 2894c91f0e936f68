import SystemPackage

@testable import SwiftletCommand

extension Surroundings {
    /// A machine on which there are these files and no others.
    static func test(
        files: [String] = [], contents: [String: String] = [:], environment: [String: String] = [:],
        executable: FilePath = "/usr/local/bin/swiftlet", workingDirectory: FilePath = "/work"
    ) -> Surroundings {
        let files = Set(files).union(contents.keys)
        return Surroundings(
            environment: environment, executable: executable, workingDirectory: workingDirectory,
            fileExists: { files.contains($0.string) }, contents: { contents[$0.string] })
    }
}
