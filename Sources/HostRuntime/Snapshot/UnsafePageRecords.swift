import Glibc
import SystemPackage

/// A record for each page of a sandbox's memory. Records that were never touched take no memory of the machine.
final class UnsafePageRecords {
    private let records: UnsafeMutablePointer<PageRecord>
    private let count: Int

    /// Makes records of zeroes, for one page at least.
    init(count: Int) throws(HypervisorError) {
        let count = max(count, 1)
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<PageRecord>.stride)
        // The C library would take them from what other sandboxes have freed, and write zeroes over all of it.
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let zeroes = overflow ? nil : mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let zeroes, zeroes != MAP_FAILED else {
            throw HypervisorError(operation: "allocating records for the sandbox's pages", errno: .noMemory)
        }
        records = zeroes.bindMemory(to: PageRecord.self, capacity: count)
        self.count = count
    }

    deinit {
        munmap(records, count * MemoryLayout<PageRecord>.stride)
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
