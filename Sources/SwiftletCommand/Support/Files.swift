import SystemPackage

/// The files that a command reads and writes. Tests have others than the system's.
struct Files {
    /// All bytes of the file at a path, or of standard input for nil.
    let read: (String?) throws -> [UInt8]
    /// Replaces the file at a path, or makes it.
    let write: ([UInt8], String) throws -> Void

    /// More than the largest input buffer holds is not read, so that a file without an end has one.
    private static let sizeLimit = 1 << 30

    static var system: Files {
        Files(
            read: { path in
                guard let path else { return try contents(.standardInput) }
                let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
                return try file.closeAfter { try contents(file) }
            },
            write: { bytes, path in
                let file = try FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
                    permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
                _ = try file.closeAfter { try file.writeAll(bytes) }
            })
    }

    private static func contents(_ file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { chunk.deallocate() }
        while true {
            let count = try file.read(into: chunk)
            if count == 0 { return bytes }
            guard bytes.count + count <= sizeLimit else { throw Errno.fileTooLarge }
            bytes.append(contentsOf: UnsafeMutableRawBufferPointer(rebasing: chunk[..<count]))
        }
    }
}
