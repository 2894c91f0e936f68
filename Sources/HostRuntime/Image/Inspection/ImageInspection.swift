public import SystemPackage
internal import Wire

/// What the file of a guest image holds, found without running anything.
///
/// It also looks into images that no sandbox of this version takes, as far as they can be understood; ``image`` says why
/// one is refused. All names come from the file: treat them as untrusted text.
public struct ImageInspection: Sendable {
    /// The image for sandboxes, or why there can be none.
    public let image: Result<GuestImage, SandboxError>
    /// The ABI version that the image was built for; sandboxes take ``GuestImage/abiVersion``.
    public let abiVersion: UInt32
    /// The size of the file, in bytes.
    public let fileSize: Int
    /// The functions that the guest exports, sorted by name. None if the list cannot be understood.
    public let functions: [FunctionSignature]
    /// The host functions that the guest may call, sorted by name. None if the list cannot be understood.
    public let hostFunctions: [FunctionSignature]

    let file: ELFFile

    /// Reads an image from a file.
    ///
    /// - Throws: ``SandboxError`` with code `unreadableImage`, or `invalidImage` for what is no guest image of any version.
    public init(contentsOf path: FilePath) throws(SandboxError) {
        try self.init(GuestImage.read(path), name: path.string)
    }

    /// Looks into an image that is already in memory.
    ///
    /// - Throws: ``SandboxError`` with code `invalidImage` for what is no guest image of any version.
    public init(bytes: [UInt8]) throws(SandboxError) {
        try self.init(bytes, name: "\(bytes.count) bytes")
    }

    private init(_ bytes: [UInt8], name: String) throws(SandboxError) {
        do throws(ImageError) {
            file = try ELFFile(bytes)
            abiVersion = UInt32(truncatingIfNeeded: try file.abiVersion().rawBits)
        } catch {
            throw SandboxError(imageNamed: name, error)
        }
        fileSize = bytes.count
        functions = file.signatures(inSection: FunctionRecord.exportSection)
        hostFunctions = file.signatures(inSection: FunctionRecord.importSection)
        do throws(ImageError) {
            image = .success(try GuestImage(file))
        } catch {
            image = .failure(SandboxError(imageNamed: name, error))
        }
    }
}

extension ELFFile {
    fileprivate func signatures(inSection section: String) -> [FunctionSignature] {
        let entries = (try? functions(inSection: section)) ?? [:]
        return entries.values.map(\.signature).sorted { $0.name < $1.name }
    }
}
