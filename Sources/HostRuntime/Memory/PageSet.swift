/// A set of pages of a sandbox's memory, as a bitmap in groups of 64 pages.
///
/// A second bitmap says which groups have any, so that emptying the set and walking it cost in proportion to what is in
/// it and not to the memory's size. Bits become addresses here and in ``UnsafeGuestMemory``, nowhere else.
struct PageSet {
    /// The memory whose pages are meant; its bounds are page-aligned. Page 0 is its first.
    let memory: GuestRange
    /// First ``summaryCount`` words in which bit n of word m says whether group 64 m + n is not empty; then the groups.
    ///
    /// One array rather than two, and one access to it for each operation, since each asks first whether anybody else has
    /// the array: in two arrays, that was a tenth of a small restore.
    private var words: [UInt64]
    private let summaryCount: Int

    /// Pages in a group, and bits in a word.
    static let groupSize = 64

    /// No pages.
    init(of memory: GuestRange) {
        self.memory = memory
        let count = Self.groupCount(of: memory)
        summaryCount = (count + 63) / 64
        words = [UInt64](repeating: 0, count: summaryCount + count)
    }

    private var groups: Int { words.count - summaryCount }

    /// Groups that it takes to hold all pages of `memory`.
    static func groupCount(of memory: GuestRange) -> Int {
        (pageCount(of: memory) + groupSize - 1) / groupSize
    }

    private static func pageCount(of memory: GuestRange) -> Int {
        Int(clamping: memory.count.rawBits / UInt64(PageSize.small))
    }

    var isEmpty: Bool { words[..<summaryCount].allSatisfy { $0 == 0 } }

    /// How many pages there are.
    var count: Int {
        var count = 0
        forEachGroup { _, pages in count += pages.nonzeroBitCount }
        return count
    }

    /// The pages of a group, one bit each.
    @inline(__always)
    subscript(group group: Int) -> UInt64 { group < groups ? words[summaryCount + group] : 0 }

    /// - Parameter page: Less than the number of the memory's pages.
    @inline(__always)
    func contains(page: Int) -> Bool {
        words[summaryCount + page / Self.groupSize] & 1 << UInt64(page % Self.groupSize) != 0
    }

    /// - Parameter page: Less than the number of the memory's pages.
    @inline(__always)
    mutating func insert(page: Int) {
        insert(1 << UInt64(page % Self.groupSize), inGroup: page / Self.groupSize)
    }

    /// - Parameter page: Less than the number of the memory's pages.
    mutating func remove(page: Int) {
        remove(1 << UInt64(page % Self.groupSize), inGroup: page / Self.groupSize)
    }

    /// Adds every page that `range` touches. What lies outside the memory counts for nothing.
    @inline(__always)
    mutating func insert(_ range: GuestRange) {
        guard let (first, last) = pages(of: range) else { return }
        if first == last { insert(page: first) } else { insert(first, last) }
    }

    /// Takes out the pages of `other`, a set of pages of the same memory.
    mutating func subtract(_ other: borrowing PageSet) {
        other.forEachGroup { group, pages in
            if group < groups { remove(pages, inGroup: group) }
        }
    }

    /// Adds the pages of `other`, a set of pages of the same memory.
    mutating func formUnion(_ other: borrowing PageSet) {
        other.forEachGroup { group, pages in
            if group < groups { insert(pages, inGroup: group) }
        }
    }

    /// Adds pages of `part` by a bitmap: bit n of word m stands for its page 64 m + n. Bits beyond it or beyond the memory
    /// count for nothing.
    mutating func insert(_ bitmap: UnsafeBufferPointer<UInt64>, of part: GuestRange) {
        guard let (first, last) = pages(of: part), part.start >= memory.start else { return }
        let shift = UInt64(first % Self.groupSize)
        let pageCount = last - first + 1
        var word = 0
        let wordCount = min(bitmap.count, (pageCount + 63) / 64)
        while word < wordCount {
            // Most of a bitmap is zero: eight words are looked at together.
            if word + 8 <= wordCount, Self.isZero(bitmap, word) {
                word += 8
                continue
            }
            var pages = bitmap[word]
            let rest = pageCount - word * 64
            if rest < 64 { pages &= (1 << UInt64(rest)) - 1 }
            let group = first / Self.groupSize + word
            if pages << shift != 0 { insert(pages << shift, inGroup: group) }
            if shift > 0, pages >> (64 - shift) != 0 { insert(pages >> (64 - shift), inGroup: group + 1) }
            word += 1
        }
    }

    /// Sets a bit for each page of `part` that is in the set: bit n of word m for its page 64 m + n.
    ///
    /// - Parameter bitmap: Zeroes, as many as `part` needs.
    /// - Returns: The words among which all others are still zero.
    func write(to bitmap: UnsafeMutableBufferPointer<UInt64>, of part: GuestRange) -> Range<Int> {
        guard let (first, last) = pages(of: part) else { return 0..<0 }
        var written = 0..<0
        var next = firstGroup(from: first / Self.groupSize)
        while let group = next, group <= last / Self.groupSize {
            var rest = self[group: group]
            while rest != 0 {
                let page = group * Self.groupSize + rest.trailingZeroBitCount - first
                rest &= rest - 1
                let word = page / Self.groupSize
                guard page >= 0, page <= last - first, word < bitmap.count else { continue }
                bitmap[word] |= 1 << UInt64(page % Self.groupSize)
                written = (written.isEmpty ? word : written.lowerBound)..<word + 1
            }
            next = firstGroup(from: group + 1)
        }
        return written
    }

    @inline(__always)
    private static func isZero(_ bitmap: UnsafeBufferPointer<UInt64>, _ word: Int) -> Bool {
        (bitmap[word] | bitmap[word + 1] | bitmap[word + 2] | bitmap[word + 3] | bitmap[word + 4] | bitmap[word + 5]
            | bitmap[word + 6] | bitmap[word + 7]) == 0
    }

    mutating func removeAll() {
        let summaryCount = summaryCount
        words.withUnsafeMutableBufferPointer { words in
            for word in 0..<summaryCount where words[word] != 0 {
                var rest = words[word]
                while rest != 0 {
                    words[summaryCount + word * 64 + rest.trailingZeroBitCount] = 0
                    rest &= rest - 1
                }
                words[word] = 0
            }
        }
    }

    /// Calls `body` with the number and the pages of each group that has any, in ascending order.
    @inline(__always)
    func forEachGroup<Failure: Error>(_ body: (Int, UInt64) throws(Failure) -> Void) throws(Failure) {
        for word in 0..<summaryCount where words[word] != 0 {
            var rest = words[word]
            while rest != 0 {
                let group = word * 64 + rest.trailingZeroBitCount
                rest &= rest - 1
                try body(group, words[summaryCount + group])
            }
        }
    }

    /// The first group with any page, from a number on.
    @inline(__always)
    func firstGroup(from start: Int) -> Int? {
        var word = start / 64
        guard word < summaryCount else { return nil }
        var rest = words[word] & UInt64.max << UInt64(start % 64)
        while rest == 0 {
            word += 1
            guard word < summaryCount else { return nil }
            rest = words[word]
        }
        return word * 64 + rest.trailingZeroBitCount
    }

    /// Calls `body` with the number of each page that `range` touches, in ascending order.
    func forEachPage(in range: GuestRange, _ body: (Int) -> Void) {
        guard let (first, last) = pages(of: range) else { return }
        var next = firstGroup(from: first / Self.groupSize)
        while let group = next, group <= last / Self.groupSize {
            var rest = self[group: group]
            while rest != 0 {
                let page = group * Self.groupSize + rest.trailingZeroBitCount
                rest &= rest - 1
                if (first...last).contains(page) { body(page) }
            }
            next = firstGroup(from: group + 1)
        }
    }

    /// The pages' addresses in ascending order.
    var addresses: [GuestAddress] {
        var addresses: [GuestAddress] = []
        forEachPage(in: memory) { page in
            addresses.append(GuestAddress(rawBits: memory.start.rawBits + UInt64(page * PageSize.small)))
        }
        return addresses
    }

    @inline(__always)
    private mutating func insert(_ pages: UInt64, inGroup group: Int) {
        let place = summaryCount + group
        guard words[place] & pages != pages else { return }
        words.withUnsafeMutableBufferPointer { words in
            words[place] |= pages
            words[group / 64] |= 1 << UInt64(group % 64)
        }
    }

    @inline(__always)
    private mutating func remove(_ pages: UInt64, inGroup group: Int) {
        let place = summaryCount + group
        guard words[place] & pages != 0 else { return }
        words.withUnsafeMutableBufferPointer { words in
            words[place] &= ~pages
            if words[place] == 0 { words[group / 64] &= ~(1 << UInt64(group % 64)) }
        }
    }

    /// The first and the last page that a range touches, as far as it lies in the memory.
    @inline(__always)
    private func pages(of range: GuestRange) -> (first: Int, last: Int)? {
        let start = max(range.start, memory.start).rawBits
        let end = min(range.end, memory.end).rawBits
        guard start < end else { return nil }
        return (
            Int((start &- memory.start.rawBits) / UInt64(PageSize.small)),
            Int((end &- 1 &- memory.start.rawBits) / UInt64(PageSize.small))
        )
    }

    /// Adds all pages from one to another.
    private mutating func insert(_ first: Int, _ last: Int) {
        for group in first / Self.groupSize...last / Self.groupSize {
            let low = max(first - group * Self.groupSize, 0)
            let high = min(last - group * Self.groupSize, Self.groupSize - 1)
            insert(UInt64.max << UInt64(low) & UInt64.max >> UInt64(Self.groupSize - 1 - high), inGroup: group)
        }
    }
}
