import ArgumentParser
import HostRuntime
import Logging

/// The sizes of a sandbox, and how much of its log is shown. What is left out has the runtime's default.
struct SandboxOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Memory for the guest's objects, by default 4MiB.", valueName: "size"),
        transform: MemorySize.init(argument:))
    var heapSize: MemorySize?

    @Option(
        help: ArgumentHelp("The guest's stack, by default 256KiB.", valueName: "size"),
        transform: MemorySize.init(argument:))
    var stackSize: MemorySize?

    @Option(
        help: ArgumentHelp("Room for arguments and results of host functions, by default 64KiB.", valueName: "size"),
        transform: MemorySize.init(argument:))
    var inputSize: MemorySize?

    @Option(
        help: ArgumentHelp("Room for the result and arguments of host functions, by default 64KiB.", valueName: "size"),
        transform: MemorySize.init(argument:))
    var outputSize: MemorySize?

    @Option(
        help: ArgumentHelp(
            "The least severe level of the guest's log that is shown: \(Self.levels).", valueName: "level"),
        completion: .list(Logger.Level.allCases.map(\.rawValue)), transform: Self.level)
    var logLevel = Logger.Level.info

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func level(_ name: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else {
            throw ValidationError("the levels are \(levels)")
        }
        return level
    }

    /// A configuration with these sizes, whose log goes to the console.
    func configuration(loggingTo console: Console) -> Sandbox.Configuration {
        var configuration = Sandbox.Configuration(logger: .guest(console, level: logLevel))
        if let heapSize { configuration.heapSize = heapSize }
        if let stackSize { configuration.stackSize = stackSize }
        if let inputSize { configuration.inputSize = inputSize }
        if let outputSize { configuration.outputSize = outputSize }
        return configuration
    }
}
