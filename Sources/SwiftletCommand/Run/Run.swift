import ArgumentParser
import HostRuntime
import SystemPackage

/// `swiftlet run`.
struct Run: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Calls one function of a guest, in a sandbox made for it.",
        discussion: RunHelp.text)

    @Argument(help: "The guest image.", completion: .file())
    var guest: String

    @Argument(help: "The function's name, as `swiftlet inspect` lists it.")
    var function: String

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("One value for each parameter, as its type wants it: see above.", valueName: "args"))
    var arguments: [String] = []

    @Option(
        name: .customLong("arguments"),
        help: ArgumentHelp("All values as one JSON array, or @FILE with it.", valueName: "json"))
    var argumentsDocument: String?

    @Option(
        help: ArgumentHelp(
            "What a host function answers each call with. NAME alone for one that returns nothing.",
            valueName: "name=value"))
    var hostFunction: [String] = []

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Write the result to this file instead.", valueName: "file"), completion: .file())
    var outputFile: String?

    @Flag(help: "Say what it took: on standard error, or in the JSON document.")
    var stats = false

    @OptionGroup(title: "Trace options") var traceOptions: TraceOptions
    @OptionGroup(title: "Memory profile options") var memoryOptions: MemoryProfileOptions
    @OptionGroup(title: "Sandbox options") var sandboxOptions: SandboxOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        // The parser hands on all that it does not know, so that -5 can be an argument.
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.looksLikeOption {
            throw ValidationError(
                """
                Unknown option \(argument.debugDescription). Write an argument that begins with a dash after FUNCTION and \
                `--`: swiftlet run GUEST FUNCTION -- \(argument.debugDescription)
                """)
        }
        if argumentsDocument != nil, !values.isEmpty {
            throw ValidationError("Arguments are given both one by one and with --arguments: choose one.")
        }
        if outputFile != nil, output.json {
            throw ValidationError("--output and --json exclude each other: the document goes to standard output.")
        }
    }

    func perform(on console: Console) throws {
        do {
            let call = try GuestCall(self, on: console)
            try report(call, on: console)
        } catch let error as SandboxError {
            throw CommandFailure(error)
        }
    }

    private func report(_ call: GuestCall, on console: Console) throws {
        if output.json {
            let document = RunDocument(
                function: call.signature, result: call.result, statistics: call.statistics)
            return console.output(JSONText.of(document))
        }
        if let outputFile {
            try write(call.result?.fileContents ?? [], to: outputFile, console)
        } else if let result = call.result {
            console.print(result)
        }
        if let statistics = call.statistics { console.errors(statistics.text) }
    }

    private func write(_ bytes: [UInt8], to path: String, _ console: Console) throws(CommandFailure) {
        do {
            try console.files.write(bytes, path)
        } catch {
            throw CommandFailure(
                .cannotCreate, "unwritableFile", "the result cannot be written to \(path.debugDescription): \(error)",
                advice: "the guest function returned; name another file, and call it again")
        }
    }

    /// The arguments, without the mark after which none is an option.
    var values: [String] {
        guard let mark = arguments.firstIndex(of: "--") else { return arguments }
        return Array(arguments[..<mark] + arguments[(mark + 1)...])
    }
}

extension String {
    /// Whether the text begins like an option, and is no negative number.
    fileprivate var looksLikeOption: Bool {
        guard hasPrefix("-"), let first = dropFirst().first else { return false }
        let isNumber = first.isWholeNumber || first == "." || first.isLetter && Double(dropFirst()) != nil
        return !isNumber
    }
}
