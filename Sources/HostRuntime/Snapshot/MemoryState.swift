/// What a sandbox's memory was at its last snapshot or restore, and which pages may have changed since.
struct MemoryState {
    /// The memory at the last snapshot or restore; zeroes in a new sandbox.
    private(set) var base: PageMap
    /// Pages that may differ from ``base``. They stay here until a snapshot or a restore is complete, so that one that
    /// fails half-way loses none.
    private(set) var changes: PageSet
    /// Pages that the guest can write without being noticed.
    private var writable: PageSet
    /// Those of them that are to stay so.
    private var hot: HotPages
    /// Those of them that are to be protected at the end of the running restore.
    private var cold: PageSet

    /// Pages that a restore has put back, until it is known whether they are needed again.
    private var idle: IdlePages
    /// What pages hold that have no memory of the machine for themselves.
    private let backing: PageMap

    private let layout: SandboxLayout
    /// Pages that are nobody's changes.
    private let unsnapshotted: PageSet
    /// Whether the hypervisor says which pages the guest wrote. If not, any page may have changed.
    private let tracksDirtyPages: Bool

    /// - Parameter backing: What the memory holds; zeroes for nil.
    init(layout: SandboxLayout, tracksDirtyPages: Bool, backing: PageMap? = nil) throws(HypervisorError) {
        self.backing = backing ?? PageMap(groupCount: PageSet.groupCount(of: layout.memory))
        base = self.backing
        idle = IdlePages(of: layout.memory)
        changes = PageSet(of: layout.memory)
        var unsnapshotted = changes
        for range in SandboxLayout.unsnapshotted { unsnapshotted.insert(range) }
        self.unsnapshotted = unsnapshotted
        writable = changes
        hot = try HotPages(of: layout.memory)
        cold = changes
        self.layout = layout
        self.tracksDirtyPages = tracksDirtyPages
    }

    /// Finds out what has changed: what the hypervisor saw the guest write, and what the host wrote.
    mutating func update(
        from machine: any VirtualMachine, _ memory: UnsafeGuestMemory
    ) throws(HypervisorError) {
        defer {
            // What was read before it failed need not come again.
            changes.formUnion(writable)
            changes.formUnion(memory.hostWrites)
            memory.hostWrites.removeAll()
            changes.subtract(unsnapshotted)
        }
        try noteWrites(of: machine)
    }

    @inline(__always)
    private mutating func noteWrites(of machine: any VirtualMachine) throws(HypervisorError) {
        if tracksDirtyPages {
            try machine.readDirtyPages(into: &writable)
        } else {
            for region in layout.regions where region.access.isWritable { changes.insert(region.range) }
        }
    }

    // What changed is in three sets. A restore puts it back from there: putting the sets together first takes longer.

    @inline(__always)
    private func changedPages(ofGroup number: Int, _ memory: UnsafeGuestMemory) -> UInt64 {
        (changes[group: number] | writable[group: number] | memory.hostWrites[group: number])
            & ~unsnapshotted[group: number]
    }

    @inline(__always)
    private func firstChangedGroup(from start: Int, _ memory: UnsafeGuestMemory) -> Int? {
        let first = min(
            writable.firstGroup(from: start) ?? .max, memory.hostWrites.firstGroup(from: start) ?? .max,
            changes.firstGroup(from: start) ?? .max)
        return first == .max ? nil : first
    }

    /// Those of ``changes`` that do differ from ``base``, as far as that is in doubt.
    func differences(_ memory: UnsafeGuestMemory) -> PageSet {
        var pages = changes
        let uncertain = tracksDirtyPages ? hot.pages : changes
        var next = uncertain.firstGroup(from: 0)
        while let number = next {
            let group = base.unsafeGroup(number)
            var rest = uncertain[group: number] & changes[group: number]
            while rest != 0 {
                let index = rest.trailingZeroBitCount
                rest &= rest - 1
                let page = number * PageSet.groupSize + index
                if memory.page(page, holds: group?.bytes(ofPage: index)) { pages.remove(page: page) }
            }
            next = uncertain.firstGroup(from: number + 1)
        }
        return pages
    }

    /// Keeps a copy of every changed page; ``base`` is then what the memory is.
    ///
    /// - Returns: How many pages were copied.
    mutating func capture(_ memory: UnsafeGuestMemory, _ machine: any VirtualMachine) throws(HypervisorError) -> Int {
        var copied = 0
        var groups: [(number: Int, group: PageGroup)] = []
        changes.forEachGroup { number, pages in
            let old = base.group(number)
            let copiedBefore = copied
            // Of a page that is reported whether it was written or not, no copy without a reason.
            let uncertain = tracksDirtyPages ? hot.pages[group: number] : .max
            let group = PageGroup { index in
                let page = number * PageSet.groupSize + index
                guard pages & 1 << UInt64(index) != 0,
                    uncertain & 1 << UInt64(index) == 0 || !memory.page(page, holds: old?.unsafeBytes(ofPage: index))
                else { return old?[index] }
                copied += 1
                return memory.page(page, holds: nil) ? nil : memory.contents(ofPage: page)
            }
            if copied > copiedBefore { groups.append((number, group)) }
        }
        base = base.replacing(groups)
        changes.removeAll()
        cold.formUnion(writable)
        cold.subtract(hot.pages)
        try protectCold(machine)
        return copied
    }

    /// Makes the memory what `target` says, by writing the pages that changed or that differ between the two snapshots.
    ///
    /// - Returns: How many pages were written.
    @discardableResult
    mutating func restore(
        to target: PageMap, _ memory: UnsafeGuestMemory, _ machine: any VirtualMachine
    ) throws(HypervisorError) -> Int {
        try noteWrites(of: machine)
        hot.begin()
        var written = 0
        var next = firstChangedGroup(from: 0, memory)
        while let number = next {
            let pages = changedPages(ofGroup: number, memory)
            written += putBack(pages, ofGroup: number, target.unsafeGroup(number), memory)
            next = firstChangedGroup(from: number + 1, memory)
        }
        if !target.isIdentical(to: base) { written += replaceDifferences(by: target, memory) }
        memory.hostWrites.removeAll()
        changes.removeAll()
        try protectCold(machine)
        if let pages = idle.endRestore(exceptFor: hot.pages) { release(pages, memory) }
        return written
    }

    /// Writes the pages that have not changed since ``base``, and are other ones in `target`.
    ///
    /// - Returns: How many they are.
    private mutating func replaceDifferences(by target: PageMap, _ memory: UnsafeGuestMemory) -> Int {
        var written = 0
        target.forEachDifference(from: base) { number, pages in
            let group = target.unsafeGroup(number)
            var rest = pages & ~changedPages(ofGroup: number, memory)
            while rest != 0 {
                let index = rest.trailingZeroBitCount
                rest &= rest - 1
                let page = number * PageSet.groupSize + index
                memory.unsafelyReplace(page: page, with: group?.bytes(ofPage: index))
                idle.insert(page: page)
                written += 1
            }
        }
        base = target
        return written
    }

    /// Returns the memory of those pages that hold now what they would hold without it.
    private func release(_ pages: PageSet, _ memory: UnsafeGuestMemory) {
        var run = 0..<0
        for region in layout.regions where region.access == .guestData {
            pages.forEachPage(in: region.range) { page in
                let (group, index) = page.quotientAndRemainder(dividingBy: PageSet.groupSize)
                guard
                    base.unsafeGroup(group)?.bytes(ofPage: index) == backing.unsafeGroup(group)?.bytes(ofPage: index)
                else { return }
                if page != run.upperBound {
                    if !run.isEmpty { memory.unsafelyRelease(run) }
                    run = page..<page
                }
                run = run.lowerBound..<page + 1
            }
        }
        if !run.isEmpty { memory.unsafelyRelease(run) }
    }

    /// Puts those pages of a group back that may have changed, and decides which of them stay writable.
    ///
    /// - Returns: How many were written: not those that turned out to be unchanged.
    @inline(__always)
    private mutating func putBack(
        _ pages: UInt64, ofGroup number: Int, _ group: UnsafePageGroup?, _ memory: UnsafeGuestMemory
    ) -> Int {
        var written = 0
        let hotPages = hot.pages[group: number]
        let writablePages = writable[group: number]
        var rest = pages
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            let bit: UInt64 = 1 << UInt64(index)
            rest &= ~bit
            let page = number * PageSet.groupSize + index
            let contents = group?.bytes(ofPage: index)
            if hotPages & bit != 0 {
                let difference = memory.difference(
                    inPage: page, from: contents, lookingFirstAt: hot.likelyDifference(inPage: page))
                if difference != nil {
                    memory.unsafelyReplace(page: page, with: contents)
                    written += 1
                }
                if !hot.staysHot(page, difference: difference) {
                    cold.insert(page: page)
                    idle.insert(page: page)
                }
            } else if writablePages & bit != 0 {
                memory.unsafelyReplace(page: page, with: contents)
                written += 1
                if !hot.becomesHot(page) {
                    cold.insert(page: page)
                    idle.insert(page: page)
                }
            } else if tracksDirtyPages || !memory.page(page, holds: contents) {
                // Without tracking nearly all pages are the same, and writing would take memory for pages of zeroes.
                memory.unsafelyReplace(page: page, with: contents)
                written += 1
                idle.insert(page: page)
            }
        }
        return written
    }

    /// Has the next write to each cold page noticed.
    private mutating func protectCold(_ machine: any VirtualMachine) throws(HypervisorError) {
        guard !cold.isEmpty else { return }
        try machine.protect(cold)
        writable.subtract(cold)
        cold.removeAll()
    }
}
