import Foundation
import Testing

/// The repository's root folder.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The names of the schemas in the repository's folder `schemas`.
func schemaFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: repository.path + "/schemas")
        .filter { $0.hasSuffix(".fbs") }.sorted()
}

/// A program that the tests run.
struct Tool {
    let name: String
    /// Where the tool comes from.
    let package: String

    static let flatc = Tool(name: "flatc", package: "the Debian package flatbuffers-compiler")
    static let cxx = Tool(name: "g++", package: "the Debian package g++")
    /// The compiler that is building these tests.
    static let swiftc = Tool(name: "swiftc", package: "Swift 6.3 from swift.org")

    /// Runs the tool in `folder` and returns what it printed; it must succeed.
    @discardableResult
    func run(_ arguments: [String], in folder: URL, sourceLocation: SourceLocation = #_sourceLocation) throws -> String
    {
        let found = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        let executable = try #require(
            found, "\(name) not found; install \(package)", sourceLocation: sourceLocation)
        let result = try execute(executable, arguments, in: folder)
        try #require(
            result.status == 0, "\(name) \(arguments.joined(separator: " ")):\n\(result.output)",
            sourceLocation: sourceLocation)
        return result.output
    }
}

/// Runs a program and collects its standard output and standard error together.
func execute(_ executable: URL, _ arguments: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// A folder that is removed with its content when the test is done.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("swiftlet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: url.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
    }
}
