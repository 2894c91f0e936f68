/// Decides which of the pages that a guest writes stay writable from call to call.
///
/// A page that is protected costs the guest a fault at its next write. One that is not costs the host a look at it at
/// every restore, since nobody says any more whether it was written. So pages that are written again and again stay
/// writable, or hot, and all others are protected as soon as they have been put back. Both judgements age: a page that is
/// written twice within ``memory`` restores becomes hot, and one that is not written in ``patience`` of them is protected
/// again. A burst of writes is thus paid for once.
struct HotPages {
    /// Restores. A fault costs as much as 35 looks at a page on a software-paged KVM, and as 17 on hardware; with this
    /// number simulations of both stay near the best.
    static let patience: UInt8 = 24
    /// Restores.
    static let memory: UInt32 = 20

    /// The pages that stay writable.
    private(set) var pages: PageSet
    private let records: UnsafePageRecords
    /// The number of the running restore; from 1.
    private var restore: UInt32 = 0

    init(of memory: GuestRange) throws(HypervisorError) {
        pages = PageSet(of: memory)
        records = try UnsafePageRecords(count: PageSet.groupCount(of: memory) * PageSet.groupSize)
    }

    /// Begins the next restore.
    mutating func begin() {
        // After 2^32 restores some pages are taken for ones that were written long ago.
        restore &+= 1
    }

    /// Takes note of a write to a page that was protected, and says whether the page is hot from now on.
    mutating func becomesHot(_ page: Int) -> Bool {
        let last = records[page].lastWrite
        records[page].lastWrite = restore
        guard last != 0, restore &- last <= Self.memory else { return false }
        records[page].idleRestores = 0
        pages.insert(page: page)
        return true
    }

    /// Where a hot page differed from what it is to be the last time: the first place to look.
    func likelyDifference(inPage page: Int) -> Int { Int(records[page].difference) }

    /// Takes note of where a hot page was found different, if anywhere, and says whether it stays hot.
    mutating func staysHot(_ page: Int, difference: Int?) -> Bool {
        guard let difference else {
            records[page].idleRestores += 1
            guard records[page].idleRestores >= Self.patience else { return true }
            pages.remove(page: page)
            return false
        }
        records[page].lastWrite = restore
        records[page].idleRestores = 0
        records[page].difference = UInt8(truncatingIfNeeded: difference)
        return true
    }
}

/// What ``HotPages`` knows of one page.
struct PageRecord {
    /// The restore at which the page was found written the last time; 0 for never.
    var lastWrite: UInt32 = 0
    /// How many restores in a row found the page unwritten although it was writable.
    var idleRestores: UInt8 = 0
    /// The number of a cache line.
    var difference: UInt8 = 0
}
