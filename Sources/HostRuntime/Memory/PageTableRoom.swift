import SystemPackage

/// Which page tables a VM's memory has, and where.
///
/// Tables are added and never changed or taken away, because a shadow-paging hypervisor may know them by their addresses
/// for as long as the VM lives.
struct PageTableRoom {
    private var roots: [(regions: [SandboxLayout.Region], root: GuestAddress)]
    private var end: GuestAddress

    /// The memory has the page tables of its first guest.
    init(first layout: SandboxLayout) {
        roots = [(layout.regions, layout.pageTables.start)]
        end = layout.pageTables.end
    }

    /// Where there are tables.
    var used: GuestRange { GuestRange(from: SupervisorLayout.pageTables.start, to: end) }

    /// The tables of a guest, or of another one whose memory is divided in the same way.
    func root(of layout: SandboxLayout) -> GuestAddress? {
        roots.first { $0.regions == layout.regions }?.root
    }

    func hasRoom(for layout: SandboxLayout) -> Bool {
        layout.pageTables.count <= GuestRange(from: end, to: SupervisorLayout.pageTables.end).count
    }

    /// Writes the tables of a guest for which there is room.
    mutating func add(_ layout: SandboxLayout, to memory: UnsafeGuestMemory) throws(HypervisorError) -> GuestAddress {
        guard hasRoom(for: layout) else {
            throw HypervisorError(operation: "adding page tables to those of other guests", errno: .noBufferSpace)
        }
        let root = end
        // Taken also if writing fails: what is there is not zero any more.
        end = root.advanced(by: layout.pageTables.count) ?? SupervisorLayout.pageTables.end
        memory.populate(GuestRange(from: root, to: end))
        try PageTables.write(layout, at: root, to: memory)
        roots.append((layout.regions, root))
        return root
    }
}
