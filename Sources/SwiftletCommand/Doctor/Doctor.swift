import ArgumentParser

/// `swiftlet doctor`.
struct Doctor: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether this machine can run guests, and what to do if not.",
        discussion: """
            Looks at /dev/kvm and what it provides, makes sandboxes, measures calls, and looks for what building guests \
            needs. Each line is ok, a warning, or missing, with what to do about it.

            The exit status is 0 if nothing is missing, and otherwise 3. What only building needs is missing with \
            --for-building, and else a warning.

            Examples:
              swiftlet doctor
              swiftlet doctor --for-building
              swiftlet doctor --json | jq -r '.findings[] | select(.state != "ok") | .fix'
            """)

    @Flag(help: "The machine is also to build guests.")
    var forBuilding = false

    @OptionGroup var output: OutputOptions

    func perform(on console: Console) throws {
        try report(.gather(), on: console)
    }

    func report(_ facts: MachineFacts, on console: Console) throws {
        let document = DoctorDocument(facts, forBuilding: forBuilding)
        console.output(output.json ? JSONText.of(document) : document.text)
        // Not a failure to be reported: what there is to say was said.
        if !document.isReady { throw ExitCode(ExitStatus.notReady.rawValue) }
    }
}
