import ArgumentParser
import Foundation
import SystemPackage
import Testing

@testable import SwiftletCommand

struct BuildTests {
    static var surroundings: Surroundings {
        Surroundings.test(
            files: ["/work/guest/Package.swift", GuestSDKBundleTests.installed] + images,
            workingDirectory: "/work/guest/Sources")
    }

    private static let images = ["guest/.build", "out"].flatMap { scratch in
        ["Greeter", "Parser"].map { "/work/\(scratch)/x86_64-unknown-none-elf/debug/\($0)" }
    }

    /// A `swift` that describes a package and builds it, or fails to.
    final class Toolchain {
        var description = """
            {
                "name": "guests",
                "products": [
                    { "name": "Greeter", "type": { "executable": null } },
                    { "name": "Shared", "type": { "library": ["automatic"] } },
                    { "name": "Parser", "type": { "executable": null } }
                ],
                "targets": [{ "name": "Greeter", "product_dependencies": ["GuestSDK"] }, { "name": "Shared" }]
            }
            """
        var describeStatus: Int32 = 0
        var buildStatus: Int32 = 0
        private(set) var builds: [[String]] = []
        private(set) var buildOutput: FileDescriptor?

        var swift: SwiftTool {
            SwiftTool(
                run: { (arguments, output) throws(CommandFailure) in
                    self.builds.append(arguments)
                    self.buildOutput = output
                    return self.buildStatus
                },
                capture: { (_) throws(CommandFailure) in (self.describeStatus, Data(self.description.utf8)) })
        }
    }

    private func run(
        _ arguments: [String] = [], with toolchain: Toolchain = Toolchain(),
        in surroundings: Surroundings = Self.surroundings
    ) throws -> [String] {
        let recorded = RecordedConsole()
        let command = try Build.parse(arguments)
        try command.perform(on: recorded.console, in: surroundings, with: toolchain.swift)
        #expect(recorded.errors.isEmpty)
        return recorded.output
    }

    private func failure(
        of arguments: [String] = [], with toolchain: Toolchain = Toolchain(),
        in surroundings: Surroundings = Self.surroundings
    ) throws -> CommandFailure {
        let failure = try #require(
            throws: CommandFailure.self, performing: { _ = try run(arguments, with: toolchain, in: surroundings) })
        #expect(failure.advice != nil)
        return failure
    }

    @Test func buildsThePackageThatOneIsIn() throws {
        let toolchain = Toolchain()
        let output = try run(with: toolchain)
        #expect(
            toolchain.builds == [
                [
                    "build", "--package-path", "/work/guest", "--scratch-path", "/work/guest/.build",
                    "--swift-sdks-path", "/usr/local/share/swiftlet/sdk", "--swift-sdk", "swiftlet-guest",
                ]
            ])
        #expect(toolchain.buildOutput == .standardOutput)
        let folder = "/work/guest/.build/x86_64-unknown-none-elf/debug"
        #expect(
            output == [
                "Built:\n  \(folder)/Greeter\n  \(folder)/Parser\nCall a function: swiftlet run IMAGE FUNCTION [ARGUMENTS]"
            ])
    }

    @Test func optionsReachSwiftBuild() throws {
        let toolchain = Toolchain()
        var surroundings = Self.surroundings
        surroundings.workingDirectory = "/work"
        let output = try run(
            [
                "--package-path", "guest", "--scratch-path", "out", "--product", "Parser", "-c", "debug", "--", "-v",
                "--jobs", "1",
            ],
            with: toolchain, in: surroundings)
        #expect(
            toolchain.builds == [
                [
                    "build", "--package-path", "/work/guest", "--scratch-path", "/work/out",
                    "--swift-sdks-path", "/usr/local/share/swiftlet/sdk", "--swift-sdk", "swiftlet-guest",
                    "--product", "Parser", "--disable-build-manifest-caching", "-v", "--jobs", "1",
                ]
            ])
        let image = "out/x86_64-unknown-none-elf/debug/Parser"
        #expect(output == ["Built \(image)\nCall a function: swiftlet run \(image) FUNCTION [ARGUMENTS]"])
    }

    /// A program reads standard output, so what swift build prints goes elsewhere.
    @Test func documentNamesTheImages() throws {
        let toolchain = Toolchain()
        let output = try run(["--json", "--product", "Greeter"], with: toolchain)
        #expect(toolchain.buildOutput == .standardError)
        #expect(
            output == [
                "{\n  \"images\" : [\n    \"/work/guest/.build/x86_64-unknown-none-elf/debug/Greeter\"\n  ]\n}"
            ])
    }

    /// Options of swift build can keep it from building.
    @Test func anImageThatIsNotThere() throws {
        let surroundings = Surroundings.test(
            files: ["/work/guest/Package.swift", GuestSDKBundleTests.installed], workingDirectory: "/work/guest")
        let failure = try failure(of: ["--", "--help"], in: surroundings)
        #expect(failure.status == .failure)
        #expect(failure.code == "imageMissing")
    }

    @Test(arguments: [
        ["-c", "release"], ["--configuration", "release"], ["-c", "Release"], ["--", "-c", "release"],
        ["--", "--configuration=release"], ["--", "-c=release"],
    ])
    func otherConfigurationsAreRefused(arguments: [String]) throws {
        let failure = try failure(of: arguments)
        #expect(failure.status == .usage)
        #expect(failure.code == "onlyDebug")
    }

    @Test(arguments: [
        "--product", "--scratch-path=x", "--package-path", "--swift-sdks-path", "--swift-sdk", "--triple=x",
    ])
    func optionsThatTheCommandSetsAreRefused(option: String) throws {
        let toolchain = Toolchain()
        #expect(try failure(of: ["--", option], with: toolchain).code == "reservedOption")
        #expect(toolchain.builds.isEmpty)
    }

    @Test(arguments: [[], ["--package-path", "nothing"], ["--package-path", ""]])
    func missingPackageIsAnError(arguments: [String]) throws {
        let failure = try failure(of: arguments, in: .test(files: [GuestSDKBundleTests.installed]))
        #expect(failure.status == .noInput)
        #expect(failure.advice?.contains("swiftlet new guest") == true)
    }

    @Test func unknownProductIsAnError() throws {
        for name in ["Shared", "greeter", ""] {
            let failure = try failure(of: ["--product", name])
            #expect(failure.status == .usage)
            #expect(failure.advice?.contains("Greeter, Parser") == true)
        }
    }

    @Test func packageWithoutExecutablesIsAnError() throws {
        let toolchain = Toolchain()
        toolchain.description = #"{ "name": "guests", "products": [], "targets": [] }"#
        #expect(try failure(with: toolchain).status == .invalidData)
    }

    @Test(arguments: ["", "[]", "{}", #"{ "name": 1, "products": [], "targets": [] }"#])
    func unknownDescriptionIsAnError(description: String) throws {
        let toolchain = Toolchain()
        toolchain.description = description
        #expect(try failure(with: toolchain).status == .notReady)
    }

    @Test func failuresOfSwiftArePassedOn() throws {
        let toolchain = Toolchain()
        toolchain.buildStatus = 130
        let failed = try failure(with: toolchain)
        #expect(failed.status == .failure)
        #expect(failed.message.contains("130"))

        toolchain.describeStatus = 1
        #expect(try failure(with: toolchain).code == "invalidPackage")
        #expect(toolchain.builds.count == 1)
    }

    @Test func failedBuildOfAnotherKindOfPackageSaysSo() throws {
        let toolchain = Toolchain()
        toolchain.description = toolchain.description.replacingOccurrences(of: "GuestSDK", with: "HostRuntime")
        toolchain.buildStatus = 1
        #expect(try failure(with: toolchain).advice?.contains("GuestSDK") == true)
    }
}
