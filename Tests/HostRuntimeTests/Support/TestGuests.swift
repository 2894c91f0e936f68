import Glibc
import HostRuntime
import SystemPackage
import Testing

/// The guest images that the tests run. `make test` builds them.
enum TestGuests {
    /// Loaded once for the whole run.
    static let test = Result { try load("TestGuest") }
    static let hostile = Result { try load("HostileGuest") }
    static let empty = Result { try load("EmptyGuest") }
    static let secret = Result { try load("SecretGuest") }
    /// Built with trace points.
    static let traced = Result { try load("TracedGuest", from: tracedFolder) }
    static let tracedHostile = Result { try load("HostileGuest", from: tracedFolder) }
    static let tracedTest = Result { try load("TestGuest", from: tracedFolder) }

    static func path(_ name: String) -> FilePath {
        folder.appending(name)
    }

    private static let folder: FilePath = {
        if let path = getenv("SWIFTLET_GUESTS") { return FilePath(String(cString: path)) }
        return build.appending("x86_64-unknown-none-elf").appending("debug")
    }()

    private static let tracedFolder: FilePath = {
        if let path = getenv("SWIFTLET_TRACED_GUESTS") { return FilePath(String(cString: path)) }
        return build.appending("traced").appending("x86_64-unknown-none-elf").appending("debug")
    }()

    private static let build = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().removingLastComponent().appending(".build")

    private static func load(_ name: String, from folder: FilePath? = nil) throws -> GuestImage {
        do {
            return try GuestImage(contentsOf: folder?.appending(name) ?? path(name))
        } catch {
            throw MissingGuest(name: name, cause: error)
        }
    }

    struct MissingGuest: Error, CustomStringConvertible {
        let name: String
        let cause: SandboxError
        var description: String { "the test guest \(name) is not there: run `make test` (\(cause))" }
    }
}
