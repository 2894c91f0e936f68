import HostRuntime

extension PackageTemplate {
    static func host(_ name: PackageName, swiftlet: SwiftletDependency) -> PackageTemplate {
        let commands = HostTemplate.commands(name)
        return PackageTemplate(
            files: [
                File(path: "Package.swift", contents: HostTemplate.manifest(name, swiftlet)),
                File(path: "Sources/\(name.module)/main.swift", contents: HostTemplate.main(name)),
                File(path: "README.md", contents: HostTemplate.readme(name, commands)),
                ignoredFiles,
            ],
            commands: commands)
    }
}

private enum HostTemplate {
    static func commands(_ name: PackageName) -> [String] {
        ["swift run \(name.module) PATH-OF-THE-GUEST-IMAGE"]
    }

    static func manifest(_ name: PackageName, _ swiftlet: SwiftletDependency) -> String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "\(name.text)",
            dependencies: [
                \(swiftlet.declaration(traits: []))
            ],
            targets: [
                .executableTarget(
                    name: "\(name.module)",
                    dependencies: [\(swiftlet.product("HostRuntime"))])
            ]
        )

        """
    }

    static func main(_ name: PackageName) -> String {
        """
        import Glibc
        import HostRuntime

        guard CommandLine.arguments.count == 2 else {
            print("usage: \(name.module) GUEST-IMAGE")
            exit(64)
        }

        var hostFunctions = HostFunctions()
        hostFunctions.register("hostGreeting") { () -> String in "Good morning" }

        let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
        let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
        let reply: String = try sandbox.call("sayHello", "World")
        print(reply)

        """
    }

    static func readme(_ name: PackageName, _ commands: [String]) -> String {
        """
        # \(name.text)

        A program that calls a guest in a sandbox, by Swiftlet \(SwiftletVersion.current).

        ```bash
        \(commands.joined(separator: "\n"))
        ```

        `swiftlet new guest NAME` writes a guest that it can call, and `swiftlet build` prints the path of its image.

        """
    }
}
