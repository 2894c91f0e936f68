import Glibc
import SystemPackage

/// The memory of one sandbox, and the only place where guest addresses become host pointers.
///
/// It is one private mapping, of zeroes or of a file, between inaccessible host pages. Memory that the guest never touches
/// costs nothing. The host's addresses are reserved as long as this object lives, and a VM knows them: another guest may
/// have them after this one. Pointers handed out must not outlive either.
///
/// Whatever the host writes is marked in ``hostWrites``: with the pages that the hypervisor saw the guest write, these
/// are all that can differ from the last snapshot.
final class UnsafeGuestMemory {
    /// What pages hold that nobody has written.
    enum Backing {
        case zeroes
        /// A file for the first of the addresses, and zeroes for the rest. What is written goes to the file if it is shared,
        /// and is private otherwise.
        case file(MemoryFile, isShared: Bool)
    }

    /// The guest addresses that are backed. Only moving changes it, and that only between two sandboxes.
    @exclusivity(unchecked) private(set) var range: GuestRange
    /// The guest addresses that could be.
    let reservation: GuestRange
    private let share: GuestMemoryBudget.Share
    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int
    private let base: UnsafeMutableRawPointer
    /// Whether what no guest takes along when it goes is still of the first one's file.
    private var isOfFile: Bool
    /// Pages that the host has written since whoever cares took note of them last. A sandbox's memory is used by one
    /// thread at a time, so nothing checks that at each write.
    @exclusivity(unchecked) var hostWrites: PageSet

    private static let zeroes = PageContents(copying: nil)
    /// A copy, since a static constant would be looked up as a lazy one each time.
    private let zeroPage = zeroes.bytes

    /// Maps memory for `range`, whose bounds are page-aligned.
    ///
    /// - Parameters:
    ///   - reservation: Begins where `range` does, and is as long at least; `range` for nil.
    ///   - budget: What the reservation is part of.
    init(
        range: GuestRange, reserving reservation: GuestRange? = nil, backing: Backing = .zeroes,
        budget: GuestMemoryBudget = GuestMemory.budget
    ) throws(HypervisorError) {
        let reservation = reservation ?? range
        // Room to choose the base in, and a page on either side.
        let margin = PageSize.large + PageSize.small
        let (size, overflow) = reservation.count.rawBits.addingReportingOverflow(UInt64(margin + PageSize.small))
        guard !overflow, let mappingSize = Int(exactly: size), reservation.start == range.start,
            reservation.contains(range)
        else { throw Self.failure("mmap", of: range, .noMemory) }
        share = try budget.share(reservation.count.rawBits)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let mapping = mmap(nil, mappingSize, PROT_NONE, flags, -1, 0), mapping != MAP_FAILED else {
            throw Self.failure("mmap", of: reservation, .current)
        }
        // KVM maps large pages only where guest and host addresses have the same offset in them.
        let lowest = UInt(bitPattern: mapping) + UInt(PageSize.small)
        let offset = (UInt(truncatingIfNeeded: range.start.rawBits) &- lowest) % UInt(PageSize.large)
        self.range = range
        self.reservation = reservation
        self.mapping = mapping
        self.mappingSize = mappingSize
        base = mapping + PageSize.small + Int(offset)
        hostWrites = PageSet(of: range)
        isOfFile = if case .file = backing { true } else { false }
        // From here on `deinit` unmaps it, also when the rest fails.
        try map(range, backing)
    }

    deinit {
        munmap(mapping, mappingSize)
    }

    // MARK: Mapping

    private static func failure(_ operation: String, of part: GuestRange, _ errno: Errno) -> HypervisorError {
        HypervisorError(operation: "\(operation) of \(part.count) bytes of guest memory", errno: errno)
    }

    /// Maps a part of the reservation that is not mapped.
    private func map(_ part: GuestRange, _ backing: Backing) throws(HypervisorError) {
        switch backing {
        case .zeroes:
            try mapZeroes(part)
        case .file(let file, let isShared):
            guard file.range.start <= part.start else { throw Self.failure("mmap of a file", of: part, .badAddress) }
            try map(file, GuestRange(from: part.start, to: min(part.end, file.range.end)), isShared: isShared)
            let rest = GuestRange(from: max(part.start, file.range.end), to: part.end)
            guard !rest.isEmpty else { return }
            try mapZeroes(rest)
            // Many sandboxes shall fit: a guest that writes one page must not take 2 MiB. It works without.
            madvise(address(of: rest), Int(truncatingIfNeeded: rest.count.rawBits), MADV_NOHUGEPAGE)
        }
    }

    private func map(_ file: MemoryFile, _ part: GuestRange, isShared: Bool) throws(HypervisorError) {
        guard !part.isEmpty else { return }
        let flags = MAP_FIXED | (isShared ? MAP_SHARED : MAP_PRIVATE | MAP_NORESERVE)
        let offset = Int(truncatingIfNeeded: part.start.rawBits &- file.range.start.rawBits)
        let count = Int(truncatingIfNeeded: part.count.rawBits)
        guard mmap(address(of: part), count, PROT_READ | PROT_WRITE, flags, file.descriptor, offset) != MAP_FAILED
        else {
            throw Self.failure("mmap of a file", of: part, .current)
        }
    }

    private func mapZeroes(_ part: GuestRange) throws(HypervisorError) {
        guard mprotect(address(of: part), Int(truncatingIfNeeded: part.count.rawBits), PROT_READ | PROT_WRITE) == 0
        else {
            throw Self.failure("mprotect", of: part, .current)
        }
    }

    private func unmap(_ part: GuestRange) throws(HypervisorError) {
        let flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard
            mmap(address(of: part), Int(truncatingIfNeeded: part.count.rawBits), PROT_NONE, flags, -1, 0) != MAP_FAILED
        else {
            throw Self.failure("mmap", of: part, .current)
        }
    }

    /// Where a part of the reservation begins.
    private func address(of part: GuestRange) -> UnsafeMutableRawPointer {
        base + Int(truncatingIfNeeded: part.start.rawBits &- reservation.start.rawBits)
    }

    /// Has the kernel provide pages that are about to be written, in one system call rather than in a fault each.
    func populate(_ part: GuestRange) {
        guard range.contains(part) else { return }
        // Linux 5.14 and newer; others provide them one by one.
        madvise(address(of: part), Int(truncatingIfNeeded: part.count.rawBits), MADV_POPULATE_WRITE)
    }

    /// Takes the memory away from a guest that is gone, and with it all that it has written, except for one part.
    ///
    /// - Parameters:
    ///   - kept: Stays as it is.
    ///   - used: The part of it that is not zero.
    func vacate(keeping kept: GuestRange, used: GuestRange) throws(HypervisorError) {
        for part in Self.parts(of: range, without: kept) { try unmap(part) }
        guard isOfFile else { return }
        // A file lives as long as anyone maps any part of it: this one would keep all of its snapshot's memory.
        let contents = bytes(used).map { Array($0) } ?? []
        try unmap(kept)
        try map(kept, .zeroes)
        isOfFile = false
        try copy(contents.span.bytes, to: used.start)
    }

    /// Gives vacated memory to another guest: maps `range`, which begins with all of `file`, except for the part that was
    /// kept.
    func move(into file: MemoryFile, range: GuestRange, keeping kept: GuestRange) throws(HypervisorError) {
        guard range.start == reservation.start, reservation.contains(range), range.contains(file.range) else {
            throw Self.failure("mmap of a file", of: range, .badAddress)
        }
        for part in Self.parts(of: range, without: kept) { try map(part, .file(file, isShared: false)) }
        self.range = range
        hostWrites = PageSet(of: range)
    }

    private static func parts(of whole: GuestRange, without kept: GuestRange) -> [GuestRange] {
        [GuestRange(from: whole.start, to: kept.start), GuestRange(from: kept.end, to: whole.end)]
            .filter { !$0.isEmpty }
    }

    /// Has pages hold again what nobody has written, and the machine their memory. Nothing is marked.
    ///
    /// - Parameter pages: Numbers of neighbouring pages.
    func unsafelyRelease(_ pages: Range<Int>) {
        guard let first = address(ofPage: pages.lowerBound), address(ofPage: pages.upperBound - 1) != nil else {
            return
        }
        // A failure leaves the pages as they are, with the same contents.
        madvise(first, pages.count * PageSize.small, MADV_DONTNEED)
    }

    /// Where the hypervisor finds the reservation in this process.
    var hostAddress: UInt64 { UInt64(UInt(bitPattern: base)) }

    // MARK: Reading

    /// The bytes of `part`, or nil when any of them lies outside the sandbox's memory.
    @inline(__always)
    func bytes(_ part: GuestRange) -> UnsafeRawBufferPointer? {
        mutableBytes(part).map { UnsafeRawBufferPointer($0) }
    }

    /// The word of eight bytes at `address`, or nil when it does not lie inside the sandbox's memory.
    @inline(__always)
    func word(at address: GuestAddress) -> GuestNumber? { load(address, as: UInt64.self).map { GuestNumber($0) } }

    /// What the host has stored at `address`, or nil when that does not lie inside the sandbox's memory.
    @inline(__always)
    func load<Value: BitwiseCopyable>(_ address: GuestAddress, as type: Value.Type) -> Value? {
        GuestRange(start: address, count: GuestNumber(MemoryLayout<Value>.size))
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
        guard let range = part.part(at: GuestNumber(written.lowerBound), count: GuestNumber(written.count)) else {
            return nil
        }
        hostWrites.insert(range)
        return range
    }

    /// Copies `contents` to `address`, and marks them.
    ///
    /// - Throws: An error with `EFAULT` when they do not all fit the sandbox's memory there.
    func copy(_ contents: RawSpan, to address: GuestAddress) throws(HypervisorError) {
        let range = GuestRange(start: address, count: GuestNumber(contents.byteCount))
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
    func store<Value: BitwiseCopyable>(_ value: Value, at address: GuestAddress) -> Bool {
        guard let range = GuestRange(start: address, count: GuestNumber(MemoryLayout<Value>.size)) else { return false }
        let written = write(into: range) { destination in
            destination.storeBytes(of: value, as: Value.self)
            return 0..<destination.count
        }
        return written != nil
    }

    // MARK: Whole pages

    // In the place of another page's bytes, nil stands for zeroes.

    /// A copy of a page; all zeroes for a page beyond the memory.
    func contents(ofPage page: Int) -> PageContents {
        PageContents(copying: address(ofPage: page).map { UnsafeRawPointer($0) })
    }

    /// Whether a page holds `bytes`.
    func page(_ page: Int, holds bytes: UnsafeRawPointer?) -> Bool {
        guard let address = address(ofPage: page) else { return true }
        return memcmp(address, bytes ?? zeroPage, PageSize.small) == 0
    }

    /// The number of a cache line in which a page differs from `bytes`; nil if none does.
    ///
    /// - Parameter line: The line to look at first, which is nearly all there is to do if it differs.
    @inline(__always)
    func difference(inPage page: Int, from bytes: UnsafeRawPointer?, lookingFirstAt line: Int) -> Int? {
        guard let address = address(ofPage: page) else { return nil }
        let expected = bytes ?? zeroPage
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

    /// Puts `bytes` into a page **without marking it**: for restores alone, after which the page is what the snapshot has.
    @inline(__always)
    func unsafelyReplace(page: Int, with bytes: UnsafeRawPointer?) {
        guard let address = address(ofPage: page) else { return }
        if let bytes {
            memcpy(address, bytes, PageSize.small)
        } else {
            memset(address, 0, PageSize.small)
        }
    }

    @inline(__always)
    private func address(ofPage page: Int) -> UnsafeMutableRawPointer? {
        let (offset, overflow) = page.multipliedReportingOverflow(by: PageSize.small)
        guard !overflow, offset >= 0, UInt64(offset) < range.count.rawBits else { return nil }
        return base + offset
    }

    @inline(__always)
    private func mutableBytes(_ part: GuestRange) -> UnsafeMutableRawBufferPointer? {
        guard range.contains(part) else { return nil }
        let offset = Int(truncatingIfNeeded: part.start.rawBits &- range.start.rawBits)
        return UnsafeMutableRawBufferPointer(start: base + offset, count: Int(truncatingIfNeeded: part.count.rawBits))
    }
}
