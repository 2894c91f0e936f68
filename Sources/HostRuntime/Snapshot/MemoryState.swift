/// What a sandbox's memory was at its last snapshot or restore, and which pages may have changed since.
struct MemoryState {
    /// The memory at the last snapshot or restore; zeroes in a new sandbox.
    private(set) var base: PageMap
    /// Pages that may differ from ``base``. They stay here until a snapshot or a restore is complete, so that one that
    /// fails half-way loses none.
    private(set) var changes: PageSet

    private let layout: SandboxLayout
    /// Whether the hypervisor says which pages the guest wrote. If not, any page may have changed.
    private let tracksDirtyPages: Bool

    init(layout: SandboxLayout, tracksDirtyPages: Bool) {
        base = PageMap(groupCount: PageSet.groupCount(of: layout.memory))
        changes = PageSet(of: layout.memory)
        self.layout = layout
        self.tracksDirtyPages = tracksDirtyPages
    }

    /// Finds out what has changed: what the hypervisor saw the guest write, and what the host wrote.
    mutating func update(
        from machine: any VirtualMachine, _ memory: UnsafeGuestMemory
    ) throws(HypervisorError) {
        if tracksDirtyPages {
            try machine.collectDirtyPages(into: &changes)
            changes.formUnion(memory.hostWrites)
        } else {
            for region in layout.regions where region.access.isWritable { changes.insert(region.range) }
            changes.formUnion(memory.hostWrites)
        }
        memory.hostWrites.removeAll()
        for range in layout.unsnapshotted { changes.remove(range) }
    }

    /// Keeps a copy of every changed page; ``base`` is then what the memory is.
    ///
    /// - Returns: How many pages were copied.
    mutating func capture(_ memory: UnsafeGuestMemory) -> Int {
        var copied = 0
        var groups: [(number: Int, group: PageGroup)] = []
        changes.forEachGroup { number, pages in
            let old = base.group(number)
            let copiedBefore = copied
            let group = PageGroup { index in
                let contents = old?[index]
                let page = number * PageSet.groupSize + index
                guard pages & 1 << UInt64(index) != 0, tracksDirtyPages || !memory.page(page, holds: contents) else {
                    return contents
                }
                copied += 1
                return memory.page(page, holds: nil) ? nil : memory.contents(ofPage: page)
            }
            if copied > copiedBefore { groups.append((number, group)) }
        }
        base = base.replacing(groups)
        changes.removeAll()
        return copied
    }

    /// Makes the memory what `target` says, by writing the pages that changed or that differ between the two snapshots.
    mutating func restore(to target: PageMap, _ memory: UnsafeGuestMemory) {
        changes.forEachGroup { number, pages in
            replace(pages, inGroup: number, by: target, memory)
        }
        target.forEachDifference(from: base) { number, pages in
            replace(pages & ~changes[group: number], inGroup: number, by: target, memory)
        }
        base = target
        changes.removeAll()
    }

    @inline(__always)
    private func replace(_ pages: UInt64, inGroup number: Int, by target: PageMap, _ memory: UnsafeGuestMemory) {
        let group = target.group(number)
        var rest = pages
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            let page = number * PageSet.groupSize + index
            let contents = group?[index]
            // Without tracking nearly all pages are the same, and writing would take memory for pages that are zero.
            if !tracksDirtyPages, memory.page(page, holds: contents) { continue }
            memory.unsafelyReplace(page: page, with: contents)
        }
    }
}
