import Glibc
import SystemPackage

/// Where the guests are that `make test` builds.
enum GuestPaths {
    static func path(_ name: String) -> String { folder.appending(name).string }

    /// Of a guest that was built with trace points.
    static func tracedPath(_ name: String) -> String { tracedFolder.appending(name).string }

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
}
