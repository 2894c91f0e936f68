import ArgumentParser
import SystemPackage

struct Build: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds the guests of a package.",
        discussion: """
            Runs `swift build` with the Swift SDK of guests, and says where the images are.

            Examples:
              swiftlet build
              swiftlet build --package-path guest --product Greeter
              swiftlet build --scratch-path ../.build
              swiftlet build -- --verbose

            Packages that depend on Swiftlet build faster when they share a scratch folder. \
            What follows -- goes to `swift build`.

            The Swift SDK is that in the folder which --swift-sdks-path names, or else the variable \
            SWIFTLET_SDKS_PATH, or else that which was installed with this command.

            Guests are optimised although their configuration is debug: their Swift SDK asks for that.
            """)

    @Option(help: ArgumentHelp("The package. (default: the one that you are in)", valueName: "folder"))
    var packagePath: String?

    @Option(help: ArgumentHelp("Build this guest only.", valueName: "name"))
    var product: String?

    @Option(help: ArgumentHelp("Where to build. (default: .build in the package)", valueName: "folder"))
    var scratchPath: String?

    @Option(
        help: ArgumentHelp("The folder that holds \(GuestSDKBundle.identifier).artifactbundle.", valueName: "folder"))
    var swiftSdksPath: String?

    @Option(
        name: [.customShort("c"), .customLong("configuration")],
        help: ArgumentHelp("Only `debug`, which is the default.", valueName: "configuration"))
    var buildConfiguration = "debug"

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("Options for `swift build`, after --.", valueName: "options"))
    var passedOn: [String] = []

    @OptionGroup var output: OutputOptions

    func perform(on console: Console) throws {
        try perform(on: console, in: .process, with: .onPath)
    }

    func perform(on console: Console, in surroundings: Surroundings, with swift: SwiftTool) throws(CommandFailure) {
        try checkOptions()
        let package = try package(in: surroundings)
        let build = GuestBuild(
            package: package,
            product: product,
            scratch: scratchPath.map { surroundings.absolute($0) },
            sdks: try GuestSDKBundle.folder(chosen: swiftSdksPath, in: surroundings),
            passedOn: passedOn)

        let images = try build.run(with: swift, output: output.json ? .standardError : .standardOutput)
        if let missing = images.first(where: { !surroundings.fileExists($0) }) {
            throw CommandFailure(
                .failure, "imageMissing", "swift build ended well, but there is no image \(missing)",
                advice: "leave out options after -- that keep swift build from building, such as --help or --target")
        }
        if output.json {
            console.output(JSONText.of(ImagesDocument(images: images.map(\.string))))
        } else {
            console.output(summary(of: images.map { surroundings.shortened($0) }))
        }
    }

    private func package(in surroundings: Surroundings) throws(CommandFailure) -> FilePath {
        let wanted = packagePath.map { surroundings.absolute($0) }
        guard let package = wanted ?? surroundings.enclosingPackage,
            surroundings.fileExists(package.appending("Package.swift"))
        else {
            throw CommandFailure(
                .noInput, "noPackage", "there is no Package.swift in \(wanted ?? surroundings.workingDirectory)",
                advice:
                    "go to your guest's package, or name it by --package-path; `swiftlet new guest NAME` writes a new one"
            )
        }
        return package
    }

    private func checkOptions() throws(CommandFailure) {
        let release =
            buildConfiguration != "debug"
            || passedOn.contains { option in
                ["-c", "--configuration"].contains { option == $0 || option.hasPrefix("\($0)=") }
            }
        guard !release else {
            throw CommandFailure(
                .usage, "onlyDebug",
                """
                guests are built in the debug configuration: their Swift SDK optimises them in it, and another one \
                would only compile swift-syntax once more, for minutes
                """,
                advice: "leave out -c or --configuration")
        }
        let own = ["--package-path", "--product", "--scratch-path", "--swift-sdks-path", "--build-path"]
        let fixed = ["--swift-sdk", "--triple"]
        for option in own + fixed where passedOn.contains(where: { $0 == option || $0.hasPrefix("\(option)=") }) {
            throw CommandFailure(
                .usage, "reservedOption", "\(option) is not for swift build: swiftlet build sets it",
                advice: own.contains(option) ? "give it before --" : "leave it out")
        }
    }

    private func summary(of images: [FilePath]) -> String {
        guard images.count == 1 else {
            return
                (["Built:"] + images.map { "  \($0)" } + ["Call a function: swiftlet run IMAGE FUNCTION [ARGUMENTS]"])
                .joined(separator: "\n")
        }
        return "Built \(images[0])\nCall a function: swiftlet run \(images[0].string.shellWord) FUNCTION [ARGUMENTS]"
    }
}

/// What a program reads of a build.
private struct ImagesDocument: Encodable {
    /// Absolute paths.
    let images: [String]
}
