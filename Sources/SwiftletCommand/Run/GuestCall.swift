import HostRuntime
import SystemPackage

/// One call of a guest function, in a sandbox made for it, and what came of it.
struct GuestCall {
    let signature: FunctionSignature
    /// Nil when the function returns nothing.
    let result: AnyWireValue?
    /// Nil unless the command line asks for them.
    let statistics: RunStatistics?

    /// Makes the call that a command line asks for.
    ///
    /// - Throws: ``CommandFailure`` for the command line, `SandboxError` for the rest.
    init(_ command: Run, on console: Console) throws {
        let start = ContinuousClock.now
        let image = try GuestImage(contentsOf: FilePath(command.guest))
        do {
            try self.init(command, image, loadedIn: .now - start, on: console)
        } catch let error as SandboxError {
            throw CommandFailure(error, of: image)
        }
    }

    private init(_ command: Run, _ image: GuestImage, loadedIn loadTime: Duration, on console: Console) throws {
        let clock = ContinuousClock()

        signature = try Self.find(command.function, in: image)
        let values = TextValues(files: ArgumentFiles(console.files))
        let arguments = try Self.arguments(of: command, for: signature, values)
        let hostFunctions = try HostFunctions(image.hostFunctions, answers: command.hostFunction, values: values)

        var configuration = command.sandboxOptions.configuration(loggingTo: console)
        let recorder = try command.traceOptions.recorder()
        configuration.tracing = recorder.map {
            Sandbox.Tracing(to: $0, mode: command.traceOptions.traceMode, label: command.function)
        }

        configuration.profilesMemory = command.memoryOptions.isWanted
        configuration.measuresUsage = command.stats

        let ready = clock.now
        let sandbox = try Sandbox(
            guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)
        defer { if let recorder { command.traceOptions.finish(recorder, of: sandbox, on: console) } }
        let created = clock.now
        // Makes the sandbox note what the call writes, and nothing before it.
        if command.stats { _ = try sandbox.snapshot() }
        let begun = clock.now
        do {
            result = try sandbox.call(
                command.function, arguments: arguments, deadline: command.sandboxOptions.deadline)
        } catch {
            // Who runs out of memory wants to know what took it; but why the call failed is the more important.
            try? command.memoryOptions.write(profileOf: sandbox, on: console)
            throw error
        }
        let returned = clock.now
        try command.memoryOptions.write(profileOf: sandbox, on: console)

        statistics =
            command.stats
            ? try RunStatistics(
                load: loadTime, create: created - ready, call: returned - begun, sandbox: sandbox) : nil
    }

    private static func find(_ name: String, in image: GuestImage) throws(CommandFailure) -> FunctionSignature {
        guard let signature = image.functions.first(where: { $0.name == name }) else {
            throw CommandFailure(
                .usage, SandboxError.Code.functionNotFound.rawValue,
                "the guest exports no function named \(name.debugDescription)",
                advice: image.functions.listed(closestTo: name, title: "it exports"))
        }
        return signature
    }

    private static func arguments(
        of command: Run, for signature: FunctionSignature, _ values: TextValues
    ) throws(CommandFailure) -> [AnyWireValue] {
        if let document = command.argumentsDocument {
            let text =
                document.hasPrefix("@")
                ? try values.files.text(String(document.dropFirst()), for: "--arguments") : document
            let arguments = try JSONArguments(text, for: signature)
            try check(arguments.count, for: signature)
            return arguments.values
        }
        try check(command.values.count, for: signature)
        var arguments: [AnyWireValue] = []
        for (index, (text, type)) in zip(command.values, signature.parameters).enumerated() {
            arguments.append(try values.value(text, as: type, for: "argument \(index + 1) of \(signature)"))
        }
        return arguments
    }

    private static func check(_ count: Int, for signature: FunctionSignature) throws(CommandFailure) {
        let expected = signature.parameters.count
        guard count != expected else { return }
        throw CommandFailure(
            .usage, "argumentCount",
            "\(signature) takes \(expected) \(expected == 1 ? "argument" : "arguments"), \(count) given",
            advice: "give one value for each parameter, in order; quote one that has spaces")
    }
}
