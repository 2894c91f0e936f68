internal import Synchronization

extension Snapshot {
    /// The memory that sandboxes made from this snapshot begin with, made at the first time.
    ///
    /// Beside the snapshot's pages it holds the page tables. It ends with the last page that is not zero: a hole in a file
    /// takes memory for good as soon as anyone touches it, and a copy of zeroes is dearer than zeroes.
    func memoryFile() throws(HypervisorError) -> MemoryFile {
        try file.withLock { (file) throws(HypervisorError) in
            if let file { return file }
            let layout = blueprint.layout
            let new = try MemoryFile(range: contents.extent(in: layout.memory)) { (memory) throws(HypervisorError) in
                contents.forEachGroup { number, group in
                    for index in 0..<PageSet.groupSize {
                        guard let bytes = group.unsafeBytes(ofPage: index) else { continue }
                        memory.unsafelyReplace(page: number * PageSet.groupSize + index, with: bytes)
                    }
                }
                try PageTables.write(layout, at: layout.pageTables.start, to: memory)
            }
            file = new
            return new
        }
    }
}

extension PageMap {
    /// The start of a sandbox's memory, up to the last page that is not zero.
    fileprivate func extent(in memory: GuestRange) -> GuestRange {
        var pageCount = 0
        forEachGroup { number, group in
            guard let last = (0..<PageSet.groupSize).last(where: { group.unsafeBytes(ofPage: $0) != nil }) else {
                return
            }
            pageCount = number * PageSet.groupSize + last + 1
        }
        let end = memory.start.advanced(by: GuestNumber(pageCount * PageSize.small)) ?? memory.end
        return GuestRange(from: memory.start, to: min(memory.end, max(end, SupervisorLayout.pageTables.end)))
    }
}
