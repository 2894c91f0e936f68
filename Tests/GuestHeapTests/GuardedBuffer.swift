import Glibc
import TestSupport
import Testing

/// Memory with inaccessible pages on both sides, so that an access outside it is fatal.
final class GuardedBuffer {
    static let size = 8192
    private static let page = 4096
    private let mapping: UnsafeMutableRawPointer

    init() throws {
        let mapped = mmap(nil, Self.size + 2 * Self.page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        mapping = try #require(mapped != MAP_FAILED ? mapped : nil)
        try #require(mprotect(mapping + Self.page, Self.size, PROT_READ | PROT_WRITE) == 0)
    }

    deinit {
        munmap(mapping, Self.size + 2 * Self.page)
    }

    var start: UnsafeMutableRawPointer {
        mapping + Self.page
    }

    var end: UnsafeMutableRawPointer {
        start + Self.size
    }

    /// Fills the buffer with random bytes.
    func fill(using random: inout SeededGenerator) {
        for offset in stride(from: 0, to: Self.size, by: 8) {
            start.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
        }
    }
}
