import ArgumentParser
import SystemPackage
import Testing

@testable import SwiftletCommand

struct NewPackageTests {
    /// A disk on which there are some files already.
    final class Disk {
        var files: [FilePath: String] = [:]
        var isReadOnly = false

        var writer: PackageWriter {
            PackageWriter(
                list: { folder in self.files.keys.filter { $0.starts(with: folder) }.map(\.string) },
                write: { contents, path in
                    guard !self.isReadOnly else { throw Errno.readOnlyFileSystem }
                    #expect(self.files[path] == nil)
                    self.files[path] = contents
                })
        }
    }

    private func run<Command: NewPackage>(
        _ command: Command.Type, _ arguments: [String], on disk: Disk = Disk()
    ) throws -> [String] {
        let recorded = RecordedConsole()
        let surroundings = Surroundings.test(files: SwiftletDependencyTests.clone("/swiftlet"))
        let command = try Command.parse(arguments + ["--swiftlet", "/swiftlet"])
        try command.perform(on: recorded.console, in: surroundings, writing: disk.writer)
        return recorded.output
    }

    @Test func guestIsWritten() throws {
        let disk = Disk()
        let output = try run(NewGuest.self, ["my-guest"], on: disk)
        #expect(
            Set(disk.files.keys.map(\.string)) == [
                "/work/my-guest/Package.swift", "/work/my-guest/README.md", "/work/my-guest/.gitignore",
                "/work/my-guest/Sources/MyGuest/main.swift", "/work/my-guest/Sources/MyGuest/Greeting.swift",
                "/work/my-guest/Tests/MyGuestTests/GreetingTests.swift",
                "/work/my-guest/Tests/MyGuestTests/SandboxTests.swift",
            ])
        let manifest = try #require(disk.files["/work/my-guest/Package.swift"])
        #expect(
            manifest.contains(
                #"path: "/swiftlet", traits: ["Guests", .trait(name: "Tracing", condition: .when(traits: ["Tracing"]))])"#
            ))
        #expect(output.count == 1)
        #expect(output.first?.contains("cd my-guest\n  swiftlet build\n") == true)
        // What is to be typed is in the package, too.
        #expect(disk.files["/work/my-guest/README.md"]?.contains("debug/MyGuest sayHello World") == true)
    }

    @Test func hostIsWrittenWhereThePathSays() throws {
        let disk = Disk()
        let output = try run(NewHost.self, ["my-host", "--path", "../services/there", "--json"], on: disk)
        #expect(disk.files["/services/there/Package.swift"]?.contains("traits") == false)
        #expect(disk.files["/services/there/Sources/MyHost/main.swift"]?.contains("sayHello") == true)
        #expect(
            output == [
                """
                {
                  "files" : [
                    "Package.swift",
                    "Sources/MyHost/main.swift",
                    "README.md",
                    ".gitignore"
                  ],
                  "package" : "/services/there"
                }
                """
            ])
    }

    @Test func commandsCanBePasted() throws {
        let output = try run(NewHost.self, ["my-host", "--path", "a folder"])
        #expect(output.first?.contains("cd 'a folder'\n") == true)
    }

    @Test func nothingIsOverwritten() throws {
        let disk = Disk()
        disk.files = ["/work/greeter/notes.txt": "mine"]
        let failure = try #require(throws: CommandFailure.self) { try run(NewGuest.self, ["greeter"], on: disk) }
        #expect(failure.status == .cannotCreate)
        #expect(failure.code == "folderNotEmpty")
        #expect(disk.files == ["/work/greeter/notes.txt": "mine"])
    }

    @Test func failuresToWriteAreErrors() throws {
        let disk = Disk()
        disk.isReadOnly = true
        let failure = try #require(throws: CommandFailure.self) { try run(NewHost.self, ["greeter"], on: disk) }
        #expect(failure.status == .cannotCreate)
        #expect(failure.code == "unwritableFolder")
    }

    @Test(arguments: [["../x"], [""], ["greeter", "--path", "swiftlet"], ["--", "-x"]])
    func nothingIsWrittenForNonsense(arguments: [String]) throws {
        let disk = Disk()
        let failure = try #require(throws: CommandFailure.self) {
            try NewGuest.parse(arguments).perform(on: RecordedConsole().console, in: .test(), writing: disk.writer)
        }
        #expect(failure.status == .usage)
        #expect(disk.files.isEmpty)
    }
}
