import Glibc

/// Memory between two pages that cannot be accessed, so that a read outside of it kills the test instead of passing.
struct GuardedBytes: ~Copyable {
    private let mapping: UnsafeMutableRawPointer
    private let size: Int
    private let page = Int(getpagesize())

    init(capacity: Int) {
        let content = (capacity + page - 1) / page * page
        size = content + 2 * page
        mapping = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(mapping != MAP_FAILED && mprotect(mapping + page, content, PROT_READ | PROT_WRITE) == 0)
    }

    deinit { munmap(mapping, size) }

    /// Runs `body` on a copy of `bytes` that ends where the memory ends.
    func withBytes<Result>(_ bytes: [UInt8], _ body: (RawSpan) throws -> Result) rethrows -> Result {
        let start = mapping + (size - page - bytes.count)
        return try bytes.withUnsafeBytes { source in
            if let address = source.baseAddress { start.copyMemory(from: address, byteCount: source.count) }
            return try body(UnsafeRawBufferPointer(start: start, count: source.count).bytes)
        }
    }
}
