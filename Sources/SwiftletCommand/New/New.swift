import ArgumentParser

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a new package that builds and runs at once.",
        discussion: """
            Examples:
              swiftlet new guest greeter
              swiftlet new host greeter-host
              swiftlet new guest greeter --path services/greeter
              swiftlet new guest greeter --swiftlet ../swiftlet

            The guest and the host know each other's functions.
            """,
        subcommands: [NewGuest.self, NewHost.self])
}

struct NewGuest: NewPackage {
    static let configuration = CommandConfiguration(
        commandName: "guest",
        abstract: "Writes a package with a guest, and tests of it.",
        discussion: """
            Examples:
              swiftlet new guest greeter
              swiftlet new guest greeter --path services/greeter
              swiftlet new guest greeter --swiftlet https://example.org/swiftlet.git --swiftlet-version 1.2.0
            """)

    @OptionGroup var options: NewPackageOptions
    @OptionGroup var output: OutputOptions

    func template(for name: PackageName, swiftlet: SwiftletDependency) -> PackageTemplate {
        .guest(name, swiftlet: swiftlet)
    }
}

struct NewHost: NewPackage {
    static let configuration = CommandConfiguration(
        commandName: "host",
        abstract: "Writes a package with a program that calls a guest.",
        discussion: """
            The guest is one that `swiftlet new guest` has written.

            Examples:
              swiftlet new host greeter-host
              swiftlet new host greeter-host --path services/greeter-host
            """)

    @OptionGroup var options: NewPackageOptions
    @OptionGroup var output: OutputOptions

    func template(for name: PackageName, swiftlet: SwiftletDependency) -> PackageTemplate {
        .host(name, swiftlet: swiftlet)
    }
}
