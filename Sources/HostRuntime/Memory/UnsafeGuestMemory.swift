import Glibc
import SystemPackage

/// The memory of one sandbox, and the only place where guest addresses become host pointers.
///
/// It is one private anonymous mapping between inaccessible host pages. Memory that the guest never touches costs
/// nothing. The mapping lives as long as this object; pointers handed out must not outlive it.
///
/// Whatever the host writes is marked in ``hostWrites``: with the pages that the hypervisor saw the guest write, these
/// are all that can differ from the last snapshot.
final class UnsafeGuestMemory {
    /// The guest addresses that the mapping backs.
    let range: GuestRange
    private let reservation: UnsafeMutableRawPointer
    private let reservationSize: Int
    private let base: UnsafeMutableRawPointer
    /// Pages that the host has written since whoever cares took note of them last. A sandbox's memory is used by one
    /// thread at a time, so nothing checks that at each write.
    @exclusivity(unchecked) var hostWrites: PageSet

    private static let zeroPage = PageContents(copying: nil)

    /// Maps zeroed memory for `range`, whose bounds are page-aligned.
    init(range: GuestRange) throws(HypervisorError) {
        // Room to choose the base in, and a page on either side.
        let margin = PageSize.large + PageSize.small
        let (size, overflow) = range.count.addingReportingOverflow(UInt64(margin + PageSize.small))
        guard !overflow, let reservationSize = Int(exactly: size), let count = Int(exactly: range.count) else {
            throw HypervisorError(operation: "mmap of \(range.count) bytes of guest memory", errno: .noMemory)
        }
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let reservation = mmap(nil, reservationSize, PROT_NONE, flags, -1, 0), reservation != MAP_FAILED else {
            let errno = Errno.current
            throw HypervisorError(operation: "mmap of \(range.count) bytes of guest memory", errno: errno)
        }
        // KVM maps large pages only where guest and host addresses have the same offset in them.
        let lowest = UInt(bitPattern: reservation) + UInt(PageSize.small)
        let offset = (UInt(truncatingIfNeeded: range.start.rawValue) &- lowest) % UInt(PageSize.large)
        let base = reservation + PageSize.small + Int(offset)
        guard mprotect(base, count, PROT_READ | PROT_WRITE) == 0 else {
            let errno = Errno.current
            munmap(reservation, reservationSize)
            throw HypervisorError(operation: "mprotect of guest memory", errno: errno)
        }
        self.range = range
        self.reservation = reservation
        self.reservationSize = reservationSize
        self.base = base
        hostWrites = PageSet(of: range)
    }

    deinit {
        munmap(reservation, reservationSize)
    }

    /// Where the hypervisor finds the memory in this process.
    var hostAddress: UInt64 { UInt64(UInt(bitPattern: base)) }

    // MARK: Reading

    /// The bytes of `part`, or nil when any of them lies outside the sandbox's memory.
    @inline(__always)
    func bytes(_ part: GuestRange) -> UnsafeRawBufferPointer? {
        mutableBytes(part).map { UnsafeRawBufferPointer($0) }
    }

    /// The value stored at `address`, or nil when it does not lie inside the sandbox's memory.
    @inline(__always)
    func load<Value: BitwiseCopyable>(_ address: UInt64, as type: Value.Type) -> Value? {
        GuestRange(start: address, count: UInt64(MemoryLayout<Value>.size))
            .flatMap(bytes)
            .map { $0.loadUnaligned(as: type) }
    }

    // MARK: Writing

    /// Lets `body` write into `part`, and marks the bytes that it says it wrote.
    ///
    /// - Parameter body: Receives the bytes of `part`; returns where among them it may have written.
    /// - Returns: Where `body` wrote, or nil when `part` does not lie inside the sandbox's memory.
    @inline(__always)
    func write(into part: GuestRange, _ body: (UnsafeMutableRawBufferPointer) -> Range<Int>) -> GuestRange? {
        guard let buffer = mutableBytes(part) else { return nil }
        let written = body(buffer).clamped(to: 0..<buffer.count)
        let start = part.start.rawValue &+ UInt64(written.lowerBound)
        guard let range = GuestRange(start: start, count: UInt64(written.count)) else { return nil }
        hostWrites.insert(range)
        return range
    }

    /// Copies `contents` to `address`, and marks them.
    ///
    /// - Throws: An error with `EFAULT` when they do not all fit the sandbox's memory there.
    func copy(_ contents: RawSpan, to address: GuestAddress) throws(HypervisorError) {
        let range = GuestRange(start: address.rawValue, count: UInt64(contents.byteCount))
        let written = range.flatMap { range in
            write(into: range) { destination in
                contents.withUnsafeBytes { destination.copyMemory(from: $0) }
                return 0..<destination.count
            }
        }
        guard written != nil else {
            throw HypervisorError(
                operation: "copying \(contents.byteCount) bytes to \(address) in guest memory", errno: .badAddress)
        }
    }

    /// Stores `value` at `address`, and marks it; false when it does not lie inside the sandbox's memory.
    @inline(__always)
    func store<Value: BitwiseCopyable>(_ value: Value, at address: UInt64) -> Bool {
        guard let range = GuestRange(start: address, count: UInt64(MemoryLayout<Value>.size)) else { return false }
        let written = write(into: range) { destination in
            destination.storeBytes(of: value, as: Value.self)
            return 0..<destination.count
        }
        return written != nil
    }

    // MARK: Whole pages

    /// A copy of a page; all zeroes for a page beyond the memory.
    func contents(ofPage page: Int) -> PageContents {
        guard let source = address(ofPage: page) else { return PageContents(copying: nil) }
        return PageContents(copying: UnsafeRawPointer(source))
    }

    /// Whether a page holds `contents`, or zeroes for nil.
    func page(_ page: Int, holds contents: PageContents?) -> Bool {
        guard let address = address(ofPage: page) else { return true }
        guard let contents else { return memcmp(address, Self.zeroPage.bytes, PageSize.small) == 0 }
        return memcmp(address, contents.bytes, PageSize.small) == 0
    }

    /// The number of a cache line in which a page differs from `contents`, or from zeroes for nil; nil if none does.
    ///
    /// - Parameter line: The line to look at first, which is nearly all there is to do if it differs.
    @inline(__always)
    func difference(inPage page: Int, from contents: PageContents?, lookingFirstAt line: Int) -> Int? {
        guard let address = address(ofPage: page) else { return nil }
        let expected = contents?.bytes ?? Self.zeroPage.bytes
        func differs(_ line: Int) -> Bool {
            memcmp(address + line * Self.lineSize, expected + line * Self.lineSize, Self.lineSize) != 0
        }
        let lines = PageSize.small / Self.lineSize
        let first = line & (lines - 1)
        if differs(first) { return first }
        guard memcmp(address, expected, PageSize.small) != 0 else { return nil }
        return (0..<lines).first(where: differs)
    }

    /// A cache line, in bytes.
    private static let lineSize = 64

    /// Puts `contents` into a page, or zeroes for nil, **without marking it**: for restores alone, after which the page
    /// is what the snapshot has.
    @inline(__always)
    func unsafelyReplace(page: Int, with contents: PageContents?) {
        guard let address = address(ofPage: page) else { return }
        if let contents {
            memcpy(address, contents.bytes, PageSize.small)
        } else {
            memset(address, 0, PageSize.small)
        }
    }

    @inline(__always)
    private func address(ofPage page: Int) -> UnsafeMutableRawPointer? {
        let (offset, overflow) = page.multipliedReportingOverflow(by: PageSize.small)
        guard !overflow, offset >= 0, UInt64(offset) < range.count else { return nil }
        return base + offset
    }

    @inline(__always)
    private func mutableBytes(_ part: GuestRange) -> UnsafeMutableRawBufferPointer? {
        guard range.contains(part) else { return nil }
        let offset = Int(truncatingIfNeeded: part.start.rawValue &- range.start.rawValue)
        return UnsafeMutableRawBufferPointer(start: base + offset, count: Int(truncatingIfNeeded: part.count))
    }
}
