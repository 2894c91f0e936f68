import SystemPackage

/// The Swift SDK bundle that guests are built with.
enum GuestSDKBundle {
    static let identifier = "swiftlet-guest"
    static let triple = "x86_64-unknown-none-elf"

    /// The folder that holds the bundle, as `swift build --swift-sdks-path` wants it.
    ///
    /// - Parameter chosen: What the command line says; nothing else is looked at then.
    static func folder(chosen: String?, in surroundings: Surroundings) throws(CommandFailure) -> FilePath {
        let variable = "SWIFTLET_SDKS_PATH"
        if let chosen {
            return try folder(named: chosen, by: "--swift-sdks-path", in: surroundings)
        } else if let chosen = surroundings.variable(variable) {
            return try folder(named: chosen, by: variable, in: surroundings)
        }
        let installed = surroundings.installedData.appending("sdk")
        if isIn(installed, of: surroundings) { return installed }
        if let checkout = surroundings.enclosingCheckout { return checkout.appending("sdk") }
        throw CommandFailure(
            .notReady, "sdkNotFound", "the Swift SDK of guests is not beside this command, in \(installed)",
            advice: """
                install the command by `make install` in a clone of Swiftlet, or name the folder that holds \
                \(identifier).artifactbundle by --swift-sdks-path or \(variable); a clone has it in its folder sdk
                """)
    }

    static func isIn(_ folder: FilePath, of surroundings: Surroundings) -> Bool {
        surroundings.fileExists(folder.appending("\(identifier).artifactbundle").appending("info.json"))
    }

    private static func folder(
        named path: String, by source: String, in surroundings: Surroundings
    ) throws(CommandFailure) -> FilePath {
        let folder = surroundings.absolute(path)
        guard isIn(folder, of: surroundings) else {
            throw CommandFailure(
                .noInput, "sdkNotFound", "there is no \(identifier).artifactbundle in \(folder), which \(source) names",
                advice: "name the folder that holds the bundle; `make guest-sdk` in a clone of Swiftlet makes one")
        }
        return folder
    }
}
