import ArgumentParser
import HostRuntime

/// The sizes of a sandbox. What is left out has the runtime's default.
struct SandboxSizes: ParsableArguments {
    @Option(
        help: ArgumentHelp("What the image's code and variables may take, by default 256MiB.", valueName: "size"),
        transform: MemorySize.init(argument:))
    var imageSize: MemorySize?

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

    func configuration() -> Sandbox.Configuration {
        var configuration = Sandbox.Configuration()
        if let imageSize { configuration.imageSize = imageSize }
        if let heapSize { configuration.heapSize = heapSize }
        if let stackSize { configuration.stackSize = stackSize }
        if let inputSize { configuration.inputSize = inputSize }
        if let outputSize { configuration.outputSize = outputSize }
        return configuration
    }
}
