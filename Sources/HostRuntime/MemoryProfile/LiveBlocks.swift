/// The blocks that are allocated, as far as the guest told of them.
struct LiveBlocks {
    struct Block {
        let size: Int
        /// Index of the site where it was allocated.
        let site: Int
        /// Number of the call in which it was.
        let call: UInt64

        var amount: MemoryProfile.Amount { MemoryProfile.Amount(blocks: 1, bytes: UInt64(size)) }
    }

    /// By their addresses.
    private var blocks: [GuestAddress: Block] = [:]
    /// A sum for each site of which there has been a block.
    private var sums: [MemoryProfile.Amount] = []
    /// The sum of all.
    private(set) var total = MemoryProfile.Amount()

    var count: Int { blocks.count }

    /// What is allocated of one site.
    func sum(ofSite site: Int) -> MemoryProfile.Amount {
        sums.indices.contains(site) ? sums[site] : MemoryProfile.Amount()
    }

    /// Adds a block at an address where there is none.
    mutating func insert(_ block: Block, at address: GuestAddress) {
        blocks[address] = block
        while sums.count <= block.site { sums.append(MemoryProfile.Amount()) }
        sums[block.site] += block.amount
        total += block.amount
    }

    /// Removes the block at an address, if there is one.
    mutating func remove(at address: GuestAddress) -> Block? {
        guard let block = blocks.removeValue(forKey: address) else { return nil }
        sums[block.site] -= block.amount
        total -= block.amount
        return block
    }
}
