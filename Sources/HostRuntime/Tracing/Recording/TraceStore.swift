internal import Glibc
internal import SystemPackage

/// Where the bytes of a recording go.
struct TraceStore: Sendable {
    /// What is kept in memory; in pieces, so that a longer recording is not copied again and again.
    private(set) var pieces: [[UInt8]] = []
    /// Nil for a recording in memory.
    private let file: FileDescriptor?

    private static let pieceSize = 1 << 18

    /// In memory.
    init() { file = nil }

    /// A new file, or one that has nothing in it yet, or a device.
    init(creating path: FilePath) throws(TraceError) {
        do {
            let file: FileDescriptor
            do {
                // What guests log and capture is not everybody's business.
                file = try .open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .append, .closeOnExec],
                    permissions: [.ownerRead, .ownerWrite])
            } catch Errno.fileExists {
                // Without blocking: nobody may ever read from a named pipe.
                file = try .open(path, .writeOnly, options: [.append, .closeOnExec, .nonBlocking])
                do {
                    try Self.check(file, path)
                } catch {
                    try? file.close()
                    throw error
                }
            }
            self.file = file
        } catch let error as TraceError {
            throw error
        } catch {
            throw TraceError(.unwritableFile, "a recording cannot be written to \(path): \(error)", cause: error)
        }
    }

    /// Finds out whether a file that was there before may be written to.
    private static func check(_ file: FileDescriptor, _ path: FilePath) throws {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw Errno.current }
        switch status.st_mode & S_IFMT {
        case S_IFREG where status.st_size == 0, S_IFCHR:
            return
        case S_IFREG:
            throw TraceError(
                .fileExists, "\(path) holds \(status.st_size) bytes already: name another file, or remove it")
        default:
            // Writing to a pipe that nobody reads from would end the process.
            throw TraceError(.unwritableFile, "\(path) is neither a file nor a device: name another file")
        }
    }

    /// The largest size that the process may give a file; beyond it, the kernel ends the process (setrlimit(2)).
    static var largestFile: UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { return .max }
        return UInt64(limit.rlim_cur)
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        if let file { return try Self.write(bytes, to: file) }
        if pieces.isEmpty || pieces[pieces.count - 1].capacity - pieces[pieces.count - 1].count < bytes.count {
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(max(bytes.count, Self.pieceSize))
        }
        pieces[pieces.count - 1].append(contentsOf: bytes)
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(file.rawValue, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                throw .noSpace
            } else if case let error = Errno.current, error != .interrupted {
                throw error
            }
        }
    }

    /// Takes back what a write that failed has left behind.
    func truncate(to size: UInt64) {
        // Devices have no size; then there is nothing to take back.
        if let file { _ = ftruncate(file.rawValue, off_t(clamping: size)) }
    }

    func close() {
        if let file { try? file.close() }
    }
}
