import Glibc
import SystemPackage

/// A folder of a test's own, removed with what the test wrote into it.
final class TemporaryFolder {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/swiftlet-trace-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(platformString: template)
    }

    deinit {
        guard let folder = opendir(path.string) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(path.appending(name).string)
        }
        closedir(folder)
        rmdir(path.string)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try FileDescriptor.open(
            path.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter {
            try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    func makePipe(_ name: String) throws {
        guard mkfifo(path.appending(name).string, 0o600) == 0 else { throw Errno(rawValue: errno) }
    }
}
