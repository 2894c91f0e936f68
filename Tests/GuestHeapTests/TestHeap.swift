import CGuest
import Glibc
import Testing

/// A heap over a region of its own, which the kernel backs with memory only where it is touched.
final class TestHeap {
    let base: UnsafeMutableRawPointer
    let size: Int
    private let heap: UnsafeMutablePointer<swiftlet_heap>

    /// Makes a heap of the region's `size` bytes but the first `offset`.
    init(size: Int, offset: Int = 0) throws {
        let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        base = try #require(mapped != MAP_FAILED ? mapped : nil)
        self.size = size
        heap = .allocate(capacity: 1)
        try #require(swiftlet_heap_init(heap, base + offset, size - offset, TestHeap.stop))
    }

    deinit {
        munmap(base, size)
        heap.deallocate()
    }

    /// Reports the reason where an exit test finds it.
    private static let stop: swiftlet_heap_corruption_handler = { reason in
        write(STDERR_FILENO, reason, strlen(reason))
        abort()
    }

    func allocate(_ size: Int, alignment: Int = 16) -> UnsafeMutableRawPointer? {
        swiftlet_heap_allocate(heap, alignment, size)
    }

    func reallocate(_ pointer: UnsafeMutableRawPointer?, size: Int) -> UnsafeMutableRawPointer? {
        swiftlet_heap_reallocate(heap, pointer, size)
    }

    func free(_ pointer: UnsafeMutableRawPointer?) {
        swiftlet_heap_free(heap, pointer)
    }

    func usableSize(_ pointer: UnsafeMutableRawPointer) -> Int {
        swiftlet_heap_usable_size(heap, pointer)
    }

    var statistics: swiftlet_heap_statistics {
        heap.pointee.statistics
    }

    /// The first invariant that does not hold.
    var problem: String? {
        swiftlet_heap_check(heap).map { String(cString: $0) }
    }

    /// What a single block could hold, were the heap empty.
    var capacity: Int {
        Int(heap.pointee.end - heap.pointee.start) - MemoryLayout<Int>.size
    }

    /// Whether everything is one free block again.
    var isPristine: Bool {
        heap.pointee.top == heap.pointee.start && heap.pointee.first_level_bitmap == 0
            && statistics.live_blocks == 0 && statistics.live_bytes == 0
    }

    /// How many pages of the region the kernel had to back with memory.
    var touchedPages: Int {
        get throws {
            var residency = [UInt8](repeating: 0, count: (size + 4095) / 4096)
            try #require(mincore(base, size, &residency) == 0)
            return residency.count { $0 & 1 == 1 }
        }
    }
}
