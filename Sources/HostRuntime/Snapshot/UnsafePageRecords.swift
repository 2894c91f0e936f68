import Glibc
import SystemPackage

/// A record for each page of a sandbox's memory. Records that were never touched take no memory of the machine.
final class UnsafePageRecords {
    private let records: UnsafeMutablePointer<PageRecord>
    private let count: Int

    /// Makes records of zeroes.
    init(count: Int) throws(HypervisorError) {
        // The C library takes large amounts from the kernel, zeroed and not there yet.
        guard let zeroes = calloc(max(count, 1), MemoryLayout<PageRecord>.stride) else {
            throw HypervisorError(operation: "allocating records for \(count) pages", errno: .noMemory)
        }
        records = zeroes.bindMemory(to: PageRecord.self, capacity: max(count, 1))
        self.count = count
    }

    deinit {
        free(records)
    }

    @inline(__always)
    subscript(page: Int) -> PageRecord {
        get {
            precondition(page >= 0 && page < count)
            return records[page]
        }
        set {
            precondition(page >= 0 && page < count)
            records[page] = newValue
        }
    }
}
