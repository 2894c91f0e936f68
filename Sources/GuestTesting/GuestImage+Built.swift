public import HostRuntime
internal import SystemPackage
internal import Wire

extension GuestImage {
    /// Reads the image that `swift build --swift-sdk swiftlet-guest` has made of an executable product, for tests that call
    /// it in a sandbox.
    ///
    /// It is looked for beside the running test, in the scratch folder that the test was built in, and then in `.build` of
    /// the package that holds the test's source file.
    ///
    /// - Parameters:
    ///   - product: The executable's name.
    ///   - sourceFile: The test's source file.
    /// - Throws: ``/HostRuntime/SandboxError`` with code `unreadableImage`, whose message has the command that makes the
    ///   image, or `invalidImage`.
    public init(built product: String, sourceFile: String = #filePath) throws(SandboxError) {
        guard let name = FilePath.Component(product), name.kind == .regular else {
            throw SandboxError(.unreadableImage, "\(product) is not the name of a product")
        }
        let candidates = Self.buildFolders(sourceFile: FilePath(sourceFile)).map { $0.appending(name) }
        guard let path = candidates.first(where: Self.exists) else {
            throw SandboxError(
                .unreadableImage,
                """
                there is no image of \(product) in \(candidates.map { $0.removingLastComponent().string }.joined(separator: " or ")): \
                build it before the tests, with `swift build --swift-sdk swiftlet-guest --product \(product)`
                """)
        }
        try self.init(contentsOf: path)
    }

    private static func buildFolders(sourceFile: FilePath) -> [FilePath] {
        var folders: [FilePath] = []
        // <scratch>/x86_64-unknown-linux-gnu/debug/<package>PackageTests.xctest
        if let program = CommandLine.arguments.first {
            folders.append(
                FilePath(program).removingLastComponent().removingLastComponent().removingLastComponent())
        }
        var folder = sourceFile.removingLastComponent()
        while folder.lastComponent != nil {
            if exists(folder.appending("Package.swift")) {
                folders.append(folder.appending(".build"))
                break
            }
            folder.removeLastComponent()
        }
        return folders.map { $0.appending("x86_64-unknown-none-elf").appending("debug") }
    }

    private static func exists(_ path: FilePath) -> Bool {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return false }
        try? file.close()
        return true
    }
}
