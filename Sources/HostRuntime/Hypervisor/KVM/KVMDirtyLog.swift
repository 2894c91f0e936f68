internal import CKVM

/// Reads KVM's log of the pages that a guest wrote (Documentation/virt/kvm/api.rst, 4.8 and 4.117).
///
/// Pages are taken out of the log by a request of its own. Where reading does that too, KVM goes through all of the slot's
/// bitmap several times, which for 1 GiB takes longer than all the rest of a small restore.
final class KVMDirtyLog {
    private let tracked: [(number: UInt32, range: GuestRange)]
    /// Room for the bitmap of the largest tracked slot; KVM writes whole words of 64 bits.
    private let bitmap: UnsafeMutableBufferPointer<UInt64>

    /// Words without a page that a request to clear may contain. KVM copies a thousand of them in the time that
    /// another request takes.
    private static let largestGap = 512

    /// Prepares a VM that has no memory yet (api.rst, 7.18).
    static func configure(_ machine: borrowing KVMDescriptor) throws(HypervisorError) {
        var capability = kvm_enable_cap()
        capability.cap = UInt32(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2)
        capability.args.0 = UInt64(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE)
        try machine.control(CKVM_ENABLE_CAP, with: &capability)
    }

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
        for (number, range) in tracked {
            var request = kvm_dirty_log()
            request.slot = number
            request.dirty_bitmap = UnsafeMutableRawPointer(bitmap.baseAddress)
            try machine.control(CKVM_GET_DIRTY_LOG, with: &request)
            var rest = 0..<PageSet.groupCount(of: range)
            while let run = nextRun(in: rest) {
                rest = run.upperBound..<rest.upperBound
                let words = UnsafeMutableBufferPointer(rebasing: bitmap[run])
                let offset = UInt64(run.lowerBound * PageSet.groupSize * PageSize.small)
                let size = UInt64(run.count * PageSet.groupSize * PageSize.small)
                // The slot may end within its last word.
                guard
                    let part = GuestRange(
                        start: range.start.rawValue + offset, count: min(size, range.count - offset))
                else { continue }
                pages.insert(UnsafeBufferPointer(words), of: part)
                var request = kvm_clear_dirty_log()
                request.slot = number
                request.first_page = UInt64(run.lowerBound * PageSet.groupSize)
                request.num_pages = UInt32(clamping: part.count / UInt64(PageSize.small))
                request.dirty_bitmap = UnsafeMutableRawPointer(words.baseAddress)
                try machine.control(CKVM_CLEAR_DIRTY_LOG, with: &request)
            }
        }
    }

    /// The first words among these that are not zero, with gaps between them that are not worth leaving out.
    private func nextRun(in words: Range<Int>) -> Range<Int>? {
        guard let first = nonzeroWord(in: words) else { return nil }
        var end = first + 1
        while let next = nonzeroWord(in: end..<min(end + Self.largestGap, words.upperBound)) { end = next + 1 }
        return first..<end
    }

    private func nonzeroWord(in words: Range<Int>) -> Int? {
        var word = words.lowerBound
        while word < words.upperBound {
            // Most of a bitmap is zero: eight words are looked at together.
            if word + 8 <= words.upperBound, (0..<8).reduce(0, { $0 | bitmap[word + $1] }) == 0 {
                word += 8
            } else if bitmap[word] != 0 {
                return word
            } else {
                word += 1
            }
        }
        return nil
    }
}
