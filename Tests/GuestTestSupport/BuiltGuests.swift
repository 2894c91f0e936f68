import Glibc
package import HostRuntime
package import SystemPackage

/// The guest images that `make test` builds, each in two ways.
package enum BuiltGuests {
    package static func path(_ name: String) -> FilePath { folder.appending(name) }

    /// Of a guest that was built with trace points.
    package static func tracedPath(_ name: String) -> FilePath { tracedFolder.appending(name) }

    package static func image(_ name: String) throws(MissingGuest) -> GuestImage { try load(path(name)) }

    package static func tracedImage(_ name: String) throws(MissingGuest) -> GuestImage { try load(tracedPath(name)) }

    private static let folder: FilePath = {
        if let path = getenv("SWIFTLET_GUESTS") { return FilePath(String(cString: path)) }
        return build.appending("x86_64-unknown-none-elf").appending("debug")
    }()

    private static let tracedFolder: FilePath = {
        if let path = getenv("SWIFTLET_TRACED_GUESTS") { return FilePath(String(cString: path)) }
        return build.appending("traced-guests")
    }()

    private static let build = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().appending(".build")

    private static func load(_ path: FilePath) throws(MissingGuest) -> GuestImage {
        do {
            return try GuestImage(contentsOf: path)
        } catch {
            throw MissingGuest(path: path, cause: error)
        }
    }
}

package struct MissingGuest: Error, CustomStringConvertible {
    let path: FilePath
    let cause: SandboxError

    package var description: String { "the test guest \(path) cannot be loaded: run `make test` (\(cause))" }
}
