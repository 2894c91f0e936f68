import Glibc
import SystemPackage

/// The memory of one sandbox, and the only place where guest addresses become host pointers.
///
/// It is one private anonymous mapping between two inaccessible host pages. Memory that the guest never touches
/// costs nothing. The mapping lives as long as this object; pointers handed out must not outlive it.
final class UnsafeGuestMemory {
    /// The guest addresses that the mapping backs.
    let range: GuestRange
    private let reservation: UnsafeMutableRawPointer
    private let reservationSize: Int
    private let base: UnsafeMutableRawPointer

    /// Maps zeroed memory for `range`, whose bounds are page-aligned.
    init(range: GuestRange) throws(HypervisorError) {
        let (size, overflow) = range.count.addingReportingOverflow(2 * UInt64(PageSize.small))
        guard !overflow, let reservationSize = Int(exactly: size) else {
            throw HypervisorError(operation: "mmap of \(range.count) bytes of guest memory", errno: .noMemory)
        }
        let protection = PROT_NONE
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let reservation = mmap(nil, reservationSize, protection, flags, -1, 0), reservation != MAP_FAILED else {
            throw HypervisorError(operation: "mmap of \(range.count) bytes of guest memory", errno: .current)
        }
        let base = reservation + PageSize.small
        guard mprotect(base, reservationSize - 2 * PageSize.small, PROT_READ | PROT_WRITE) == 0 else {
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
