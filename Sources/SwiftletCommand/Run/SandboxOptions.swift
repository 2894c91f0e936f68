import ArgumentParser
import HostRuntime
import Logging

/// The sizes of a sandbox, and how much of its log is shown.
struct SandboxOptions: ParsableArguments {
    @OptionGroup var sizes: SandboxSizes

    @Option(
        help: ArgumentHelp(
            "The least severe level of the guest's log that is shown: \(Self.levels).", valueName: "level"),
        completion: .list(Logger.Level.allCases.map(\.rawValue)), transform: Self.level)
    var logLevel = Logger.Level.info

    @Option(
        help: ArgumentHelp(
            "How long the guest's main.swift may take, and then the call: such as 500ms or 10s. Any time without it.",
            valueName: "time"),
        transform: Nanoseconds.init(argument:))
    var timeout: Nanoseconds?

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func level(_ name: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else {
            throw ValidationError("the levels are \(levels)")
        }
        return level
    }

    /// A configuration with these sizes, whose log goes to the console.
    func configuration(loggingTo console: Console) -> Sandbox.Configuration {
        var configuration = sizes.configuration()
        configuration.logger = .guest(console, level: logLevel)
        configuration.startTimeout = duration
        return configuration
    }

    /// When a call is to be over that begins now.
    var deadline: Deadline? { duration.map { .now + $0 } }

    private var duration: Duration? { timeout.map { .nanoseconds(Int64(clamping: $0.count)) } }
}
