public import SystemPackage
internal import Wire

/// A guest program, checked and ready to be loaded into any number of sandboxes.
///
/// Reading and checking an image costs more than making a sandbox from it: load it once, and keep it.
public struct GuestImage: Sendable {
    /// The functions that the guest exports, sorted by name. Nothing is run to find them.
    public let functions: [FunctionSignature]
    /// The host functions that the guest may call, sorted by name. A sandbox must provide them all.
    public let hostFunctions: [FunctionSignature]

    let file: ELFFile
    let exports: [String: FunctionEntry]
    let imports: [String: FunctionEntry]
    /// Copies of an image share it.
    private let cachedDigest = CachedDigest()

    /// The largest image that is read, in bytes.
    public static let maximumSize = 1 << 30
    /// The version of the ABI between host and guest that an image must have been built for.
    public static var abiVersion: UInt32 { ImageNote.abiVersion }

    /// Reads an image from a file.
    ///
    /// - Throws: ``SandboxError`` with code `unreadableImage` or `invalidImage`.
    public init(contentsOf path: FilePath) throws(SandboxError) {
        try self.init(Self.read(path), name: path.string)
    }

    /// Takes an image that is already in memory.
    ///
    /// - Throws: ``SandboxError`` with code `invalidImage`.
    public init(bytes: [UInt8]) throws(SandboxError) {
        try self.init(bytes, name: "\(bytes.count) bytes")
    }

    /// SHA-256 of the image's file, 32 bytes: what tells it apart from all others. Computed when it is first asked for.
    public var digest: [UInt8] { cachedDigest.value { file.contents.elements.withUnsafeBytes(SHA256.digest) } }

    private init(_ bytes: [UInt8], name: String) throws(SandboxError) {
        do throws(ImageError) {
            try self.init(ELFFile(bytes))
        } catch {
            throw SandboxError(imageNamed: name, error)
        }
    }

    init(_ file: ELFFile) throws(ImageError) {
        self.file = file
        try file.checkABI()
        exports = try file.functions(inSection: FunctionRecord.exportSection)
        imports = try file.functions(inSection: FunctionRecord.importSection)
        for entry in exports.values where !file.isExecutable(entry.address) {
            throw ImageError(
                .badFunctionTable,
                "\(entry.signature.name) begins at \(entry.address), in no executable segment\(file.executableRanges)")
        }
        functions = exports.values.map(\.signature).sorted { $0.name < $1.name }
        hostFunctions = imports.values.map(\.signature).sorted { $0.name < $1.name }
    }

    static func read(_ path: FilePath) throws(SandboxError) -> [UInt8] {
        do {
            // Without blocking, so that a named pipe in the file's place cannot hold the caller up.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter {
                var bytes: [UInt8] = []
                let size: Int64
                do {
                    size = try file.seek(offset: 0, from: .end)
                } catch Errno.illegalSeek {
                    // What it has now may not be all that its writer will write.
                    throw SandboxError(.unreadableImage, "\(path) is a pipe: name a file", cause: Errno.illegalSeek)
                }
                // A device has no size, or an absurd one; it is read to its end all the same.
                if size > 0, size <= Int64(maximumSize) { bytes.reserveCapacity(Int(size)) }
                try file.seek(offset: 0, from: .start)
                let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
                defer { chunk.deallocate() }
                while true {
                    let count = try file.read(into: chunk)
                    if count == 0 { return bytes }
                    guard bytes.count + count <= maximumSize else {
                        throw SandboxError(.invalidImage, "\(path) is larger than \(maximumSize) bytes")
                    }
                    bytes.append(contentsOf: UnsafeMutableRawBufferPointer(rebasing: chunk[..<count]))
                }
            }
        } catch let error as SandboxError {
            throw error
        } catch {
            throw SandboxError(.unreadableImage, "\(path) cannot be read: \(error)", cause: error)
        }
    }
}

extension SandboxError {
    init(imageNamed name: String, _ error: ImageError) {
        self.init(.invalidImage, "\(name) cannot be loaded as a guest image: \(error)", cause: error)
    }
}
