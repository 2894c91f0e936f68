import Glibc
import SystemPackage

/// Where the guests are that `make test` builds.
enum GuestPaths {
    static func path(_ name: String) -> String { folder.appending(name).string }

    private static let folder: FilePath = {
        if let path = getenv("SWIFTLET_GUESTS") { return FilePath(String(cString: path)) }
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .removingLastComponent()
        return root.appending(".build").appending("x86_64-unknown-none-elf").appending("debug")
    }()
}
