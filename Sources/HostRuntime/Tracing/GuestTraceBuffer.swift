internal import Wire

/// The buffer in which a guest's trace records wait. All of it is the guest's word, except for where it is.
struct GuestTraceBuffer {
    /// What was in the buffer, oldest first: a ring, and so in two parts.
    struct Contents {
        var older: UnsafeRawBufferPointer
        var newer: UnsafeRawBufferPointer
        /// How many records were overwritten.
        var overwritten: UInt64
    }

    /// Where the buffer begins, and how much of it records take: a power of two, at least one record.
    let records: GuestRange
    /// Where the guest counts its records.
    private let countPlace: GuestAddress
    /// In records.
    private let capacity: Int

    /// A guest that writes a record each nanosecond would need a quarter of an hour without an exit.
    private static let plausibleCount = 1 << 40

    init(records: GuestRange) {
        self.records = records
        countPlace = records.start.advanced(by: GuestNumber(TraceRing.countOffset)) ?? records.start
        capacity = Self.capacity(of: records)
    }

    /// How many records a buffer takes.
    static func capacity(of records: GuestRange) -> Int { (records.count.bounded(by: .max) ?? 0) / TraceRecord.size }

    /// Reads what is in the buffer, and has the guest begin anew; `body` gets it, or nil for a count that cannot be.
    ///
    /// Called at every exit while a sandbox is traced, so the common case, an empty buffer, is one load.
    @inline(__always)
    func drain(_ mode: TraceMode, of memory: UnsafeGuestMemory, _ body: (Contents?) -> Void) {
        guard let count = memory.word(at: countPlace), count != 0 else { return }
        _ = memory.store(UInt64(0), at: countPlace)
        body(contents(count, mode, memory))
    }

    private func contents(_ claimed: GuestNumber, _ mode: TraceMode, _ memory: UnsafeGuestMemory) -> Contents? {
        switch mode {
        case .off, .lossless:
            guard let count = claimed.bounded(by: capacity), let older = part(from: 0, to: count, memory) else {
                return nil
            }
            return Contents(older: older, newer: UnsafeRawBufferPointer(rebasing: older[..<0]), overwritten: 0)
        case .lossy:
            guard let count = claimed.bounded(by: Self.plausibleCount) else { return nil }
            // Of the oldest record in a full buffer, the guest may have overwritten a part when it was stopped.
            let kept = min(count, capacity - 1)
            let first = (count - kept) % capacity
            guard let older = part(from: first, to: min(first + kept, capacity), memory),
                let newer = part(from: 0, to: max(first + kept, capacity) - capacity, memory)
            else { return nil }
            return Contents(older: older, newer: newer, overwritten: UInt64(count - kept))
        }
    }

    /// Records by their indices, which are at most ``capacity``.
    private func part(from first: Int, to end: Int, _ memory: UnsafeGuestMemory) -> UnsafeRawBufferPointer? {
        records.start.advanced(by: GuestNumber(TraceRing.headerSize + first * TraceRecord.size))
            .flatMap { GuestRange(start: $0, count: GuestNumber((end - first) * TraceRecord.size)) }
            .flatMap(memory.bytes)
    }
}
