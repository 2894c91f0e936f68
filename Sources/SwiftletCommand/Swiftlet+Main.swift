import ArgumentParser

/// Runs the process's command line, and ends the process where it fails.
package func runCommandLine() {
    Swiftlet.main()
}

extension Swiftlet {
    /// Does what the parser's own `main` does, except that programs get a document for a wrong command line too.
    static func main() {
        StandardDescriptors.occupyClosed()
        let arguments = Array(CommandLine.arguments.dropFirst())
        refuseInvalidText(asJSON: arguments.prefix { $0 != "--" }.contains("--json"))
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            guard let failure = CommandFailure(refusing: arguments, error) else { exit(withError: error) }
            Console.standard.report(failure, asJSON: true)
            exit(withError: ExitCode(failure.status.rawValue))
        }
    }

    /// `CommandLine.arguments` mends what is not UTF-8: other bytes would reach the guest, and other files be written.
    private static func refuseInvalidText(asJSON: Bool) {
        for index in 1..<max(Int(CommandLine.argc), 1) {
            guard let argument = CommandLine.unsafeArgv[index], String(validatingCString: argument) == nil else {
                continue
            }
            let failure = CommandFailure(
                .usage, "invalidCommandLine", "word \(index) of the command line is not UTF-8",
                advice: "pass such bytes to a guest by @FILE, and rename files with such names")
            Console.standard.report(failure, asJSON: asJSON)
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
            .usage, "invalidCommandLine", Self.message(refusing: arguments, error),
            advice: "`swiftlet --help` and `swiftlet COMMAND --help` say what there is")
    }

    /// What is wrong besides `--json`, which a command that does not exist does not know either.
    private static func message(refusing arguments: [String], _ error: any Error) -> String {
        let message = Swiftlet.message(for: error)
        guard message == "Unknown option '--json'" else { return message }
        do {
            _ = try Swiftlet.parseAsRoot(arguments.filter { $0 != "--json" })
        } catch  where Swiftlet.exitCode(for: error) == .validationFailure {
            return Swiftlet.message(for: error)
        } catch {}
        return message
    }
}
