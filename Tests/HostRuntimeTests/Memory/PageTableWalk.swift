@testable import HostRuntime

/// Page tables as the processor reads them (Intel SDM volume 3A, section 4.5).
struct PageTableWalk {
    struct Entry: Equatable {
        var address: UInt64
        var isUser: Bool
        var isWritable: Bool
        var isExecutable: Bool
    }

    let memory: UnsafeGuestMemory
    let root: UInt64

    /// What an address translates to, or nil if it is unmapped.
    func entry(for address: UInt64) -> Entry? {
        var table = root
        var (isUser, isWritable, isExecutable) = (true, true, true)
        for shift in [39, 30, 21, 12] as [UInt64] {
            let place = table + 8 * (address >> shift & 511)
            guard let entry = memory.load(place, as: UInt64.self), entry & 1 != 0 else { return nil }
            isUser = isUser && entry & 4 != 0
            isWritable = isWritable && entry & 2 != 0
            isExecutable = isExecutable && entry >> 63 == 0
            let target = entry & 0x000f_ffff_ffff_f000
            let isLeaf = shift == 12 || entry & 0x80 != 0
            if isLeaf {
                // Accessed and dirty are preset, so that the processor leaves the tables alone.
                guard entry & 0x60 == 0x60 else { return nil }
                let offset = address & ((1 << shift) - 1)
                return Entry(
                    address: target + offset, isUser: isUser, isWritable: isWritable, isExecutable: isExecutable)
            }
            table = target
        }
        return nil
    }
}

extension SandboxLayout {
    /// What page tables must say of an address.
    func expectedEntry(for address: UInt64) -> PageTableWalk.Entry? {
        guard let access = region(at: address)?.access else { return nil }
        return PageTableWalk.Entry(
            address: address, isUser: [.guestCode, .guestData, .guestReadOnly].contains(access),
            isWritable: [.guestData, .supervisorData].contains(access),
            isExecutable: [.guestCode, .supervisorCode].contains(access))
    }
}
