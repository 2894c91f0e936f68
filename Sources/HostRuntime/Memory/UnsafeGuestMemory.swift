import Glibc
import SystemPackage

/// The memory of one sandbox, and the only place where guest addresses become host pointers.
///
/// It is one private anonymous mapping between inaccessible host pages. Memory that the guest never touches costs
/// nothing. The mapping lives as long as this object; pointers handed out must not outlive it.
final class UnsafeGuestMemory {
    /// The guest addresses that the mapping backs.
    let range: GuestRange
    private let reservation: UnsafeMutableRawPointer
    private let reservationSize: Int
    private let base: UnsafeMutableRawPointer

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
    }

    deinit {
        munmap(reservation, reservationSize)
    }

    /// Where the hypervisor finds the memory in this process.
    var hostAddress: UInt64 { UInt64(UInt(bitPattern: base)) }

    /// The bytes of `part`, or nil when any of them lies outside the sandbox's memory.
    @inline(__always)
    func bytes(_ part: GuestRange) -> UnsafeMutableRawBufferPointer? {
        guard range.contains(part) else { return nil }
        let offset = Int(truncatingIfNeeded: part.start.rawValue &- range.start.rawValue)
        return UnsafeMutableRawBufferPointer(start: base + offset, count: Int(truncatingIfNeeded: part.count))
    }

    /// Copies `contents` to `address`.
    ///
    /// - Throws: An error with `EFAULT` when they do not all fit the sandbox's memory there.
    func copy(_ contents: RawSpan, to address: GuestAddress) throws(HypervisorError) {
        guard let range = GuestRange(start: address.rawValue, count: UInt64(contents.byteCount)),
            let destination = bytes(range)
        else {
            throw HypervisorError(
                operation: "copying \(contents.byteCount) bytes to \(address) in guest memory", errno: .badAddress)
        }
        contents.withUnsafeBytes { destination.copyMemory(from: $0) }
    }

    /// The value stored at `address`, or nil when it does not lie inside the sandbox's memory.
    @inline(__always)
    func load<Value: BitwiseCopyable>(_ address: UInt64, as type: Value.Type) -> Value? {
        GuestRange(start: address, count: UInt64(MemoryLayout<Value>.size))
            .flatMap(bytes)
            .map { $0.loadUnaligned(as: type) }
    }

    /// Stores `value` at `address`; false when it does not lie inside the sandbox's memory.
    @inline(__always)
    func store<Value: BitwiseCopyable>(_ value: Value, at address: UInt64) -> Bool {
        let destination = GuestRange(start: address, count: UInt64(MemoryLayout<Value>.size)).flatMap(bytes)
        destination?.storeBytes(of: value, as: Value.self)
        return destination != nil
    }
}
