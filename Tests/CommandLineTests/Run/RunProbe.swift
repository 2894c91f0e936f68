import ArgumentParser
import GuestTestSupport
import SystemPackage
import Testing

@testable import SwiftletCommand

/// Runs `swiftlet run` on a console that records, with files that exist only here.
final class RunProbe {
    private let files: [String: [UInt8]]
    private let standardInput: [UInt8]
    private let isTerminal: Bool
    private(set) var output: [String] = []
    private(set) var outputBytes: [UInt8] = []
    private(set) var errors: [String] = []
    private(set) var written: [String: [UInt8]] = [:]

    init(files: [String: [UInt8]] = [:], standardInput: [UInt8] = [], isTerminal: Bool = false) {
        self.files = files
        self.standardInput = standardInput
        self.isTerminal = isTerminal
    }

    /// Runs the command with these arguments behind the name of a guest.
    func run(guest: String = "TestGuest", _ arguments: String...) throws {
        try Run.parse([BuiltGuests.path(guest).string] + arguments).perform(on: console)
    }

    /// Runs the command, which must fail.
    func failure(
        _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> CommandFailure {
        try #require(throws: CommandFailure.self, sourceLocation: sourceLocation) {
            try Run.parse([BuiltGuests.path("TestGuest").string] + arguments).perform(on: console)
        }
    }

    var console: Console {
        Console(
            output: { self.output.append($0) }, outputBytes: { self.outputBytes += $0 },
            errors: { self.errors.append($0) }, isTerminal: isTerminal,
            files: Files(
                read: { path in
                    guard let path else { return self.standardInput }
                    guard let bytes = self.files[path] else { throw Errno.noSuchFileOrDirectory }
                    return bytes
                },
                write: { bytes, path in
                    guard !path.hasPrefix("/") else { throw Errno.permissionDenied }
                    self.written[path] = bytes
                }))
    }
}
