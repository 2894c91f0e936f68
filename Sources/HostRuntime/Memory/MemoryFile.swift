internal import CMemoryFile
import Glibc
import SystemPackage

/// A file in memory that holds what sandboxes begin with. Each maps it privately, so that they share the pages that they
/// do not write. Nobody can change it once it is made.
final class MemoryFile: Sendable {
    /// The guest addresses that the file's bytes are for.
    let range: GuestRange
    let descriptor: CInt

    /// Makes a file for `range`, with what `fill` writes and zeroes elsewhere.
    init(
        range: GuestRange, fill: (UnsafeGuestMemory) throws(HypervisorError) -> Void
    ) throws(HypervisorError) {
        guard let size = Int(exactly: range.count.rawBits) else {
            throw HypervisorError(operation: "making a file of \(range.count) bytes", errno: .fileTooLarge)
        }
        self.range = range
        let descriptor = swiftlet_memory_file("swiftlet-snapshot", size)
        guard descriptor >= 0 else { throw HypervisorError(operation: "memfd_create", errno: .current) }
        self.descriptor = descriptor
        // From here on `deinit` closes it, also when the rest fails.
        try fill(try UnsafeGuestMemory(range: range, backing: .file(self, isShared: true)))
        guard swiftlet_seal_memory_file(descriptor) == 0 else {
            throw HypervisorError(operation: "sealing a memory file", errno: .current)
        }
    }

    deinit {
        close(descriptor)
    }
}
