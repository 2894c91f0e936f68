/// Finds the pages whose memory the machine can have back: those that restores have put back, but none of late.
///
/// Pages of a burst keep memory of their own although they hold again what a sandbox's pages hold at first. They are given
/// time, because a page that has lost its memory costs the guest a fault at the next access, and the host a page of zeroes
/// or a copy.
struct IdlePages {
    /// Restores, at least; at most twice as many. By then a fault more is less than one part in a hundred of any of them.
    static let patience = 128

    /// Put back since the last time that pages were found.
    private var recent: PageSet
    /// Put back in the time before that, and perhaps since.
    private var earlier: PageSet
    private var restores = 0

    init(of memory: GuestRange) {
        recent = PageSet(of: memory)
        earlier = recent
    }

    /// Takes note of a page that was put back and is not to stay writable.
    @inline(__always)
    mutating func insert(page: Int) {
        recent.insert(page: page)
    }

    /// Ends a restore: the idle pages, when it is time to look for them.
    @inline(__always)
    mutating func endRestore(exceptFor hot: borrowing PageSet) -> PageSet? {
        restores += 1
        guard restores >= Self.patience else { return nil }
        restores = 0
        return age(exceptFor: hot)
    }

    private mutating func age(exceptFor hot: borrowing PageSet) -> PageSet? {
        earlier.subtract(recent)
        earlier.subtract(hot)
        let idle = earlier.isEmpty ? nil : earlier
        swap(&recent, &earlier)
        recent.removeAll()
        return idle
    }
}
