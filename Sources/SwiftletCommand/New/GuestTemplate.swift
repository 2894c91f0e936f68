import HostRuntime

extension PackageTemplate {
    static func guest(_ name: PackageName, swiftlet: SwiftletDependency) -> PackageTemplate {
        let commands = GuestTemplate.commands(name)
        return PackageTemplate(
            files: [
                File(path: "Package.swift", contents: GuestTemplate.manifest(name, swiftlet)),
                File(path: "Sources/\(name.module)/main.swift", contents: GuestTemplate.main),
                File(path: "Sources/\(name.module)/Greeting.swift", contents: GuestTemplate.functions),
                File(path: "Tests/\(name.module)Tests/GreetingTests.swift", contents: GuestTemplate.unitTests(name)),
                File(path: "Tests/\(name.module)Tests/SandboxTests.swift", contents: GuestTemplate.sandboxTests(name)),
                File(path: "README.md", contents: GuestTemplate.readme(name, commands)),
                ignoredFiles,
            ],
            commands: commands)
    }
}

private enum GuestTemplate {
    static func commands(_ name: PackageName) -> [String] {
        [
            "swiftlet build",
            "swift test",
            "swiftlet run .build/x86_64-unknown-none-elf/debug/\(name.module) sayHello World --host-function hostGreeting=Hello",
        ]
    }

    static func manifest(_ name: PackageName, _ swiftlet: SwiftletDependency) -> String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "\(name.text)",
            // swiftlet build -- --traits Tracing
            traits: [.trait(name: "Tracing", description: "compiles trace points in")],
            dependencies: [
                \(swiftlet.declaration(traits: [.named("Guests"), .handedOn("Tracing")]))
            ],
            targets: [
                .executableTarget(
                    name: "\(name.module)",
                    dependencies: [\(swiftlet.product("GuestSDK"))]),
                .testTarget(
                    name: "\(name.module)Tests",
                    dependencies: ["\(name.module)", \(swiftlet.product("GuestTesting"))]),
            ]
        )

        """
    }

    static let main = """
        import GuestSDK

        // Runs once, when a sandbox is made.
        Log.debug("the guest is ready")

        """

    static let functions = """
        import GuestSDK

        /// What to greet with. The host knows.
        @HostFunction
        func hostGreeting() -> String

        /// Hosts call this.
        @GuestFunction
        func sayHello(_ name: String) throws(GuestError) -> String {
            guard !name.isEmpty else { throw GuestError(code: 1, "whom should I greet?") }
            return "\\(hostGreeting()), \\(name)!"
        }

        """

    static func unitTests(_ name: PackageName) -> String {
        """
        import GuestSDK
        import GuestTesting
        import Testing

        @testable import \(name.module)

        /// Guest functions are called like any other function, without a sandbox.
        struct GreetingTests {
            @Test func greetsAsTheHostSays() throws {
                var host = HostFunctions()
                host.register("hostGreeting") { () -> String in "Good morning" }
                let reply = try withHostFunctions(host) { try sayHello("Ada") }
                #expect(reply == "Good morning, Ada!")
            }

            @Test func refusesAnEmptyName() {
                #expect(throws: GuestError.self) { try sayHello("") }
            }
        }

        """
    }

    static func sandboxTests(_ name: PackageName) -> String {
        """
        import GuestTesting
        import Testing

        /// The guest in a sandbox. `swiftlet build` makes the image that this loads.
        struct SandboxTests {
            @Test func greetsInASandbox() throws {
                var host = HostFunctions()
                host.register("hostGreeting") { () -> String in "Good morning" }

                let sandbox = try Sandbox(guest: .image(GuestImage(built: "\(name.module)")), hostFunctions: host)
                let reply: String = try sandbox.call("sayHello", "Ada")
                #expect(reply == "Good morning, Ada!")
            }
        }

        """
    }

    static func readme(_ name: PackageName, _ commands: [String]) -> String {
        """
        # \(name.text)

        A guest: functions that a host program calls in a sandbox, by Swiftlet \(SwiftletVersion.current).

        ```bash
        \(commands.joined(separator: "\n"))
        ```

        The first command builds the image, the second runs the tests, one of which loads the image, and the third calls
        the function `sayHello` in a sandbox, answering for the host. `swiftlet new host NAME` writes a program that calls it.

        """
    }
}
