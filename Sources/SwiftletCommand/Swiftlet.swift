import ArgumentParser
import HostRuntime

struct Swiftlet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftlet",
        abstract: "Runs, inspects and builds Swiftlet guests.",
        discussion: """
            Exit status:
            \(ExitStatus.table)
            """,
        version: SwiftletVersion.current,
        subcommands: [Run.self, Inspect.self, Trace.self, New.self, Build.self, Doctor.self])
}
