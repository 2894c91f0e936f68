import Glibc
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

    private static func kind(of mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFIFO: "pipe"
        case S_IFSOCK: "socket"
        case S_IFDIR: "folder"
        case S_IFCHR, S_IFBLK: "device"
        default: "special file"
        }
    }

    static func read(_ path: FilePath) throws(SandboxError) -> [UInt8] {
        do {
            // Without blocking, so that a named pipe in the file's place cannot hold the caller up.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter {
                var bytes: [UInt8] = []
                // What a pipe has now may not be all that its writer will write, and a device may have no end.
                var status = stat()
                guard fstat(file.rawValue, &status) == 0 else { throw Errno.current }
                guard status.st_mode & S_IFMT == S_IFREG else {
                    throw SandboxError(.unreadableImage, "\(path) is a \(kind(of: status.st_mode)): name a file")
                }
                let size = Int64(status.st_size)
                guard size <= Int64(maximumSize) else {
                    throw SandboxError(
                        .invalidImage, "\(path) has \(size) bytes, images have at most \(maximumSize)")
                }
                if size > 0 { bytes.reserveCapacity(Int(size)) }
                let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
                defer { chunk.deallocate() }
                while true {
                    let count = try file.read(into: chunk)
                    if count == 0 { return bytes }
                    guard bytes.count + count <= maximumSize else {
                        throw SandboxError(
                            .invalidImage,
                            "\(path) has more than \(maximumSize) bytes, which is the most that images have")
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
