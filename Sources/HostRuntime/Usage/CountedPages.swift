/// The changed pages that have been counted already, as those of some call or as nobody's.
struct CountedPages {
    private var pages: PageSet

    init(_ pages: PageSet) { self.pages = pages }

    /// Counts those among `changes` that have not been.
    mutating func add(_ changes: PageSet) -> UInt64 {
        var count = 0
        changes.forEachGroup { number, group in count += (group & ~pages[group: number]).nonzeroBitCount }
        pages.formUnion(changes)
        return UInt64(count)
    }

    mutating func removeAll() { pages.removeAll() }
}
