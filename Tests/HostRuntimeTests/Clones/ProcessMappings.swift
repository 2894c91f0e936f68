import Glibc
import SystemPackage
import Testing

@testable import HostRuntime

/// This process's memory as the kernel tells of it (Documentation/filesystems/proc.rst, /proc/PID/smaps).
struct ProcessMappings {
    struct Mapping {
        let addresses: Range<UInt64>
        /// Of a file in memory; other file systems may have the same numbers.
        let inode: UInt64?
        /// Bytes of the machine's memory that the mapping has for itself. A file's pages are not among them: `Private_Clean`
        /// counts those too if nobody else happens to have them mapped.
        fileprivate(set) var ownBytes = 0
    }

    private(set) var mappings: [Mapping] = []

    /// Reads all that is mapped now. Other threads can change that at any time: only what is the caller's own is reliable.
    init() throws {
        for line in try Self.lines(of: "/proc/self/smaps") {
            if let bytes = Self.bytes(line, of: ["Anonymous:"]) {
                if !mappings.isEmpty { mappings[mappings.count - 1].ownBytes = bytes }
            } else if let mapping = Self.mapping(line) {
                mappings.append(mapping)
            }
        }
    }

    /// Bytes of their own of the mappings that lie in a range of addresses.
    func ownBytes(in addresses: Range<UInt64>) -> Int {
        mappings.reduce(0) { sum, mapping in
            let isInside =
                addresses.lowerBound <= mapping.addresses.lowerBound
                && mapping.addresses.upperBound <= addresses.upperBound
            return isInside ? sum + mapping.ownBytes : sum
        }
    }

    /// How many mappings of a file in memory there are.
    func count(ofInode inode: UInt64) -> Int { mappings.count { $0.inode == inode } }

    /// Private memory of the whole process.
    static func privateBytesOfProcess() throws -> Int {
        try lines(of: "/proc/self/smaps_rollup")
            .compactMap { bytes($0, of: ["Private_Clean:", "Private_Dirty:"]) }.reduce(0, +)
    }

    // MARK: Reading

    static func lines(of path: String) throws -> [Substring] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        let bytes = try file.closeAfter {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                if count == 0 { return bytes }
                bytes += buffer[..<count]
            }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// The value of a line such as `Anonymous:        12 kB`, if it has one of the names.
    private static func bytes(_ line: Substring, of names: [String]) -> Int? {
        guard names.contains(where: line.hasPrefix) else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// The mapping of a line such as `7f00-7f01 rw-p 00000000 00:01 1034 /memfd:name (deleted)`.
    private static func mapping(_ line: Substring) -> Mapping? {
        let fields = line.split(separator: " ")
        guard fields.count >= 5, let dash = fields[0].firstIndex(of: "-"),
            let start = UInt64(fields[0][..<dash], radix: 16),
            let end = UInt64(fields[0][fields[0].index(after: dash)...], radix: 16), let inode = UInt64(fields[4])
        else { return nil }
        let isInMemory = fields.count > 5 && fields[5].hasPrefix("/memfd:")
        return Mapping(addresses: start..<end, inode: isInMemory ? inode : nil)
    }
}

extension UnsafeGuestMemory {
    /// Where the reservation lies in this process.
    var hostAddresses: Range<UInt64> { hostAddress..<hostAddress + reservation.byteCount }
}

extension SandboxResources {
    /// Bytes of the machine's memory that the guest's memory has for itself.
    func ownBytes() throws -> Int { try ProcessMappings().ownBytes(in: memory.hostAddresses) }
}

extension MemoryFile {
    /// By which the kernel tells files apart, as long as it exists.
    func inode() throws -> UInt64 { UInt64(try status().st_ino) }

    /// What the kernel has taken for it (stat(2): in units of 512 bytes).
    func allocatedBytes() throws -> Int { Int(try status().st_blocks) * 512 }

    private func status() throws -> stat {
        var status = stat()
        try #require(fstat(descriptor, &status) == 0)
        return status
    }
}
