internal import CKVM

/// KVM's log of the pages that a guest wrote (Documentation/virt/kvm/api.rst, 4.8 and 4.117).
///
/// Where KVM can do it, reading the log leaves everything as it is, and pages are protected by a request of their own. So
/// pages may stay writable; and where reading protects too, KVM goes through all of a slot's bitmap several times, which for
/// 1 GiB takes longer than all the rest of a small restore. Other KVMs protect all written pages at each reading.
final class KVMDirtyLog {
    private let tracked: [(number: UInt32, range: GuestRange)]
    private let protectsOnRequest: Bool
    /// Room for the bitmap of the largest tracked slot; KVM writes whole words of 64 bits.
    private let report: UnsafeMutableBufferPointer<UInt64>
    /// As large, and zero between requests.
    private let selection: UnsafeMutableBufferPointer<UInt64>

    /// Words without a page that a request to protect may contain. KVM copies a thousand of them in the time that
    /// another request takes.
    private static let largestGap = 512

    /// Prepares a VM that has no memory yet to protect pages on request only (api.rst, 7.18).
    static func makeManual(_ machine: borrowing KVMDescriptor) throws(HypervisorError) {
        var capability = kvm_enable_cap()
        capability.cap = UInt32(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2)
        capability.args.0 = UInt64(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE)
        try machine.control(CKVM_ENABLE_CAP, with: &capability)
    }

    init(_ slots: [MemorySlot], protectsOnRequest: Bool) {
        tracked = slots.enumerated().filter(\.element.isTracked).map { (UInt32($0.offset), $0.element.range) }
        self.protectsOnRequest = protectsOnRequest
        let words = tracked.map { PageSet.groupCount(of: $0.range) }.max() ?? 0
        report = .allocate(capacity: words)
        report.initialize(repeating: 0)
        selection = .allocate(capacity: words)
        selection.initialize(repeating: 0)
    }

    deinit {
        report.deallocate()
        selection.deallocate()
    }

    /// Adds the pages that were written since they were protected, slot by slot.
    func read(from machine: borrowing KVMDescriptor, into pages: inout PageSet) throws(HypervisorError) {
        for (number, range) in tracked {
            var request = kvm_dirty_log()
            request.slot = number
            request.dirty_bitmap = UnsafeMutableRawPointer(report.baseAddress)
            try machine.control(CKVM_GET_DIRTY_LOG, with: &request)
            let words = report.prefix(PageSet.groupCount(of: range))
            pages.insert(UnsafeBufferPointer(rebasing: words), of: range)
        }
    }

    /// Protects pages, in as few requests as their places allow. Where reading protects there is nothing to do.
    func protect(_ pages: PageSet, of machine: borrowing KVMDescriptor) throws(HypervisorError) {
        guard protectsOnRequest, !pages.isEmpty else { return }
        for (number, range) in tracked {
            var rest = pages.write(to: selection, of: range)
            defer { for word in rest { selection[word] = 0 } }
            while let run = nextRun(in: rest) {
                var request = kvm_clear_dirty_log()
                request.slot = number
                request.first_page = UInt64(run.lowerBound * PageSet.groupSize)
                // Whole words, unless the slot ends within its last one.
                request.num_pages = UInt32(
                    clamping: min(
                        UInt64(run.count * PageSet.groupSize),
                        range.count.rawBits / UInt64(PageSize.small) - request.first_page))
                request.dirty_bitmap = UnsafeMutableRawPointer(selection.baseAddress.map { $0 + run.lowerBound })
                try machine.control(CKVM_CLEAR_DIRTY_LOG, with: &request)
                for word in run { selection[word] = 0 }
                rest = run.upperBound..<rest.upperBound
            }
        }
    }

    /// The first words among these that are not zero, with gaps between them that are not worth leaving out.
    private func nextRun(in words: Range<Int>) -> Range<Int>? {
        guard let first = words.first(where: { selection[$0] != 0 }) else { return nil }
        var end = first + 1
        while let next = (end..<min(end + Self.largestGap, words.upperBound)).first(where: { selection[$0] != 0 }) {
            end = next + 1
        }
        return first..<end
    }
}
