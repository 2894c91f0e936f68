internal import Synchronization

extension Snapshot {
    /// The memory that sandboxes made from this snapshot begin with, made at the first time.
    ///
    /// Beside the snapshot's pages it holds the page tables.
    func memoryFile() throws(HypervisorError) -> MemoryFile {
        try file.withLock { (file) throws(HypervisorError) in
            if let file { return file }
            let layout = blueprint.layout
            let new = try MemoryFile(range: layout.memory) { (memory) throws(HypervisorError) in
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
