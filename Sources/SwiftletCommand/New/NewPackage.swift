import ArgumentParser
import SystemPackage

/// What the commands that write a package have in common.
protocol NewPackage: ReportingCommand {
    var options: NewPackageOptions { get }

    func template(for name: PackageName, swiftlet: SwiftletDependency) -> PackageTemplate
}

struct NewPackageOptions: ParsableArguments {
    @Argument(help: "The package's name: letters, digits, - and _. Its module is named after it: my-guest, MyGuest.")
    var name: String

    @Option(
        help: ArgumentHelp("The folder to write, new or empty. (default: NAME)", valueName: "folder"),
        completion: .directory)
    var path: String?

    @Option(
        help: ArgumentHelp(
            "Where Swiftlet's package is. (default: the variable SWIFTLET_PACKAGE, or where this command came from)",
            valueName: "url-or-folder"),
        completion: .directory)
    var swiftlet: String?

    @Option(
        help: ArgumentHelp(
            "The version of Swiftlet to depend on, when it has a URL. (default: this command's)", valueName: "version"))
    var swiftletVersion: String?
}

extension NewPackage {
    func perform(on console: Console) throws {
        try perform(on: console, in: .process, writing: .toDisk)
    }

    func perform(
        on console: Console, in surroundings: Surroundings, writing writer: PackageWriter
    ) throws(CommandFailure) {
        let name = try PackageName(options.name)
        let folder = surroundings.absolute(options.path ?? name.text)
        try PackageName.checkIdentity(of: folder)
        let swiftlet = try SwiftletDependency(
            chosen: options.swiftlet, version: options.swiftletVersion, in: surroundings)
        let template = template(for: name, swiftlet: swiftlet)
        try writer.write(template, to: folder)

        if output.json {
            console.output(
                JSONText.of(PackageDocument(package: folder.string, files: template.files.map(\.path))))
        } else {
            let short = surroundings.shortened(folder)
            let steps = ["cd \(short.string.shellWord)"] + template.commands
            console.output(
                """
                Wrote the package \(name.text) in \(short):
                \(template.files.map { "  \($0.path)\n" }.joined())
                Next:
                \(steps.map { "  \($0)" }.joined(separator: "\n"))
                """)
        }
    }
}

/// What a program reads of a new package.
private struct PackageDocument: Encodable {
    /// The absolute path.
    let package: String
    /// Relative to the package.
    let files: [String]
}
