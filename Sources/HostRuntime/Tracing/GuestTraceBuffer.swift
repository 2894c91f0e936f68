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

    /// A guest that writes a record each nanosecond would need a quarter of an hour without an exit.
    private static let plausibleCount: UInt64 = 1 << 40

    private var capacity: UInt64 { records.count / UInt64(TraceRecord.size) }

    /// Reads what is in the buffer, and has the guest begin anew; `body` gets it, or nil for a count that cannot be.
    ///
    /// Called at every exit while a sandbox is traced, so the common case, an empty buffer, is one load.
    @inline(__always)
    func drain(_ mode: TraceMode, of memory: UnsafeGuestMemory, _ body: (Contents?) -> Void) {
        let place = records.start.rawValue &+ UInt64(TraceRing.countOffset)
        guard let count = memory.load(place, as: UInt64.self), count != 0 else { return }
        _ = memory.store(UInt64(0), at: place)
        body(contents(count, mode, memory))
    }

    private func contents(_ count: UInt64, _ mode: TraceMode, _ memory: UnsafeGuestMemory) -> Contents? {
        switch mode {
        case .off, .lossless:
            guard count <= capacity, let older = part(from: 0, to: count, memory) else { return nil }
            return Contents(older: older, newer: UnsafeRawBufferPointer(rebasing: older[..<0]), overwritten: 0)
        case .lossy:
            guard count <= Self.plausibleCount else { return nil }
            // Of the oldest record in a full buffer, the guest may have overwritten a part when it was stopped.
            let kept = min(count, capacity - 1)
            let first = (count - kept) % capacity
            guard let older = part(from: first, to: min(first + kept, capacity), memory),
                let newer = part(from: 0, to: max(first + kept, capacity) - capacity, memory)
            else { return nil }
            return Contents(older: older, newer: newer, overwritten: count - kept)
        }
    }

    /// Records by their indices, which are at most ``capacity``.
    private func part(from first: UInt64, to end: UInt64, _ memory: UnsafeGuestMemory) -> UnsafeRawBufferPointer? {
        let size = UInt64(TraceRecord.size)
        let start = records.start.rawValue &+ UInt64(TraceRing.headerSize) &+ first &* size
        return GuestRange(start: start, count: (end - first) &* size).flatMap(memory.bytes)
    }
}
