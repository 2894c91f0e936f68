/// A ``PageGroup`` that is known by its address, **as long as somebody has the map that it is of**.
///
/// Threads that restore sandboxes to one snapshot all go through the same nodes. Were they retained and released, each
/// thread would wait for the others' counts to arrive, and a release, an atomic operation, waits for the copies before it.
struct UnsafePageGroup {
    private let address: UnsafeRawPointer

    fileprivate init(address: UnsafeRawPointer) { self.address = address }

    /// The bytes of a page, or nil for zeroes.
    @inline(__always)
    func bytes(ofPage index: Int) -> UnsafeRawPointer? {
        PageGroup.unsafeBits(ofNodeAt: address, at: index, as: UnsafeRawPointer?.self).map(PageContents.bytes)
    }
}

extension PageMap {
    /// The group of that number, or nil when all of its pages are zero.
    @inline(__always)
    func unsafeGroup(_ number: Int) -> UnsafePageGroup? {
        guard let root else { return nil }
        var node = UnsafeRawPointer(Unmanaged.passUnretained(root as AnyObject).toOpaque())
        var level = height
        while level > 0 {
            level -= 1
            let index = Self.index(number, level)
            guard let child = PageBranch.unsafeBits(ofNodeAt: node, at: index, as: UnsafeRawPointer?.self) else {
                return nil
            }
            node = child
        }
        return UnsafePageGroup(address: node)
    }
}
