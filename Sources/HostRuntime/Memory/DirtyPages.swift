/// A set of pages of a range of guest memory, as a bitmap that the hypervisor fills: one bit per page.
///
/// Bits become addresses here and nowhere else.
struct DirtyPages {
    private var range: GuestRange?
    private var words: [UInt64] = []

    /// Nothing yet.
    init() {}

    /// Lets `body` fill the bitmap of `range`: bit n of word m stands for page 64 m + n. It begins empty.
    mutating func withBitmap(
        of range: GuestRange, _ body: (UnsafeMutablePointer<UInt64>) throws(HypervisorError) -> Void
    ) throws(HypervisorError) {
        let pages = range.count / UInt64(PageSize.small)
        let needed = Int((pages + 63) / 64)
        self.range = range
        if words.count == needed {
            for index in words.indices { words[index] = 0 }
        } else {
            words = [UInt64](repeating: 0, count: needed)
        }
        let failure: HypervisorError? = words.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            do throws(HypervisorError) {
                try body(base)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// The pages' addresses in ascending order. Bits beyond the range count for nothing.
    var addresses: [GuestAddress] {
        guard let range else { return [] }
        var addresses: [GuestAddress] = []
        for (index, word) in words.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                let page = UInt64(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
                let (offset, overflow) = page.multipliedReportingOverflow(by: UInt64(PageSize.small))
                guard !overflow, offset < range.count else { continue }
                addresses.append(GuestAddress(range.start.rawValue + offset))
            }
        }
        return addresses
    }
}
