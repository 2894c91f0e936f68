import ArgumentParser
import Foundation
import SystemPackage

/// Measures what the project promises, beside what the machine cannot do quicker.
@main
struct SwiftletBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftlet-bench",
        abstract: "Measures Swiftlet beside its floors and compares the figures with its promises.")

    @Argument(help: "The image of BenchmarkGuest.")
    var guest: String

    @Argument(help: "The same, with trace points.")
    var tracedGuest: String

    @Option(help: "The file that receives the figures as JSON.")
    var json: String?

    @Option(help: "Measure only this group: \(Group.all.map(\.name).joined(separator: ", ")).")
    var only: String?

    func validate() throws {
        if let only, !Group.all.contains(where: { $0.name == only }) {
            throw ValidationError("there is no group \(only)")
        }
    }

    func run() async throws {
        let subject = try Subject(image: FilePath(guest), tracedImage: FilePath(tracedGuest))
        var rows: [Row] = []
        for group in Group.all where only == nil || group.name == only {
            FileHandle.standardError.write(Data("measuring: \(group.name)\n".utf8))
            rows += try await group.measure(subject)
        }
        // Promises about rows that were not measured can only be judged in a full run.
        let report = try Report(rows: rows, isComplete: only == nil)
        print(Table(report))
        if let json { try report.json().write(to: URL(fileURLWithPath: json)) }
    }
}
