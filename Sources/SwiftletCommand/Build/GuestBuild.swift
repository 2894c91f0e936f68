import SystemPackage

/// One run of `swift build` for the guests of a package.
struct GuestBuild {
    let package: FilePath
    let product: String?
    /// Where to build, if not in the package itself.
    let scratch: FilePath?
    /// The folder that holds the Swift SDK bundle of guests.
    let sdks: FilePath
    /// More options for `swift build`.
    let passedOn: [String]

    private var scratchFolder: FilePath { scratch ?? package.appending(".build") }

    private var location: [String] { ["--package-path", package.string, "--scratch-path", scratchFolder.string] }

    var describeArguments: [String] { ["package"] + location + ["describe", "--type", "json"] }

    var buildArguments: [String] {
        var arguments = ["build"] + location
        arguments += ["--swift-sdks-path", sdks.string, "--swift-sdk", GuestSDKBundle.identifier]
        if let product { arguments += ["--product", product] }
        // The cache of build manifests does not tell apart the packages that share a scratch folder.
        if scratch != nil { arguments.append("--disable-build-manifest-caching") }
        return arguments + passedOn
    }

    /// Builds, and returns where the images are.
    func run(with swift: SwiftTool, output: FileDescriptor) throws(CommandFailure) -> [FilePath] {
        let (status, description) = try swift.capture(describeArguments)
        guard status == 0 else {
            throw CommandFailure(
                .failure, "invalidPackage",
                "swift cannot load the package at \(package); it ended with status \(status)",
                advice: "mend what swift has complained about, above")
        }
        let contents = try GuestPackage(description, at: package)
        let images = try contents.images(product: product)
        let outcome = try swift.run(buildArguments, output)
        guard outcome == 0 else {
            throw CommandFailure(
                .failure, "buildFailed", "swift build ended with status \(outcome)",
                advice: contents.namesGuestSDK
                    ? "mend what it has complained about, above"
                    : "is this a guest? no target of the package \(contents.name) depends on GuestSDK")
        }
        let folder = scratchFolder.appending(GuestSDKBundle.triple).appending("debug")
        return images.map { folder.appending($0) }
    }
}
