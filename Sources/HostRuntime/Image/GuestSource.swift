public import SystemPackage

/// Where a sandbox gets its guest from.
public enum GuestSource: Sendable {
    /// A file, read anew for each sandbox.
    case file(FilePath)
    /// The contents of such a file.
    case bytes([UInt8])
    /// An image loaded before: the choice for more than one sandbox.
    case image(GuestImage)

    func load() throws(SandboxError) -> GuestImage {
        switch self {
        case .file(let path): try GuestImage(contentsOf: path)
        case .bytes(let bytes): try GuestImage(bytes: bytes)
        case .image(let image): image
        }
    }
}
