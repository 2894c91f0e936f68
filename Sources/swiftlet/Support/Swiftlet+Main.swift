import ArgumentParser

extension Swiftlet {
    /// Does what the parser's own `main` does, except that programs get a document for a wrong command line too.
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            guard let failure = CommandFailure(refusing: arguments, error) else { exit(withError: error) }
            Console.standard.report(failure, asJSON: true)
            exit(withError: ExitCode(failure.status.rawValue))
        }
    }
}

extension CommandFailure {
    /// What the parser said of a command line that asks for JSON; nil when it asks for none, or is not wrong.
    init?(refusing arguments: [String], _ error: any Error) {
        guard arguments.prefix(while: { $0 != "--" }).contains("--json"),
            Swiftlet.exitCode(for: error) == .validationFailure, !(error is ExitCode)
        else { return nil }
        self.init(
            .usage, "invalidCommandLine", Swiftlet.message(for: error),
            advice: "`swiftlet --help` and `swiftlet COMMAND --help` say what there is")
    }
}
