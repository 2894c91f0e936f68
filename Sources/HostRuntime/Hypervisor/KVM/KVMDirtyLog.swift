internal import CKVM

/// Reads KVM's log of the pages that a guest wrote (Documentation/virt/kvm/api.rst, 4.8).
final class KVMDirtyLog {
    private let tracked: [(number: UInt32, range: GuestRange)]
    /// Room for the bitmap of the largest tracked slot; KVM writes whole words of 64 bits.
    private let bitmap: UnsafeMutableBufferPointer<UInt64>

    init(_ slots: [MemorySlot]) {
        tracked = slots.enumerated().filter(\.element.isTracked).map { (UInt32($0.offset), $0.element.range) }
        let words = tracked.map { PageSet.groupCount(of: $0.range) }.max() ?? 0
        bitmap = .allocate(capacity: words)
        bitmap.initialize(repeating: 0)
    }

    deinit {
        bitmap.deallocate()
    }

    /// Adds the pages written since the last time, slot by slot.
    func collect(from machine: borrowing KVMDescriptor, into pages: inout PageSet) throws(HypervisorError) {
        for slot in tracked {
            var request = kvm_dirty_log()
            request.slot = slot.number
            request.dirty_bitmap = UnsafeMutableRawPointer(bitmap.baseAddress)
            try machine.control(CKVM_GET_DIRTY_LOG, with: &request)
            let words = bitmap.prefix(PageSet.groupCount(of: slot.range))
            pages.insert(UnsafeBufferPointer(rebasing: words), of: slot.range)
        }
    }
}
