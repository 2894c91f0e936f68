import SystemPackage

/// A sandbox's four-level page tables (Intel SDM volume 3A, section 4.5): each address translates to itself.
///
/// They are written once, before the guest first runs, and never changed: a shadow-paging hypervisor would not see it.
/// Another guest of the same VM gets tables in another place.
struct PageTables {
    private static let entriesPerTable = 512
    private static let entriesPerTableShift = 9

    /// Entry bits. Accessed and dirty are set from the start, so that the processor never writes to the tables.
    private enum Bits {
        static let present: UInt64 = 1 << 0
        static let writable: UInt64 = 1 << 1
        static let user: UInt64 = 1 << 2
        static let accessed: UInt64 = 1 << 5
        static let dirty: UInt64 = 1 << 6
        static let large: UInt64 = 1 << 7
        static let noExecute: UInt64 = 1 << 63
        static let address: UInt64 = 0x000f_ffff_ffff_f000
    }

    private let memory: UnsafeGuestMemory
    private let root: UInt64
    private var end: UInt64

    /// Writes tables for `layout` into zeroed pages at `root`.
    static func write(
        _ layout: SandboxLayout, at root: GuestAddress, to memory: UnsafeGuestMemory
    ) throws(HypervisorError) {
        var tables = PageTables(memory: memory, root: root.rawBits)
        for region in layout.regions {
            var address = region.range.start.rawBits
            while address < region.range.end.rawBits {
                address = try tables.map(from: address, in: region)
            }
        }
    }

    /// How many tables of any level the regions need.
    static func pageCount(for regions: [SandboxLayout.Region]) -> Int {
        var tables: [Set<UInt64>] = [[], [], []]
        for region in regions where !region.range.isEmpty {
            let first = region.range.start.rawBits
            let last = region.range.end.rawBits - 1
            for (level, shift) in [(1, 39), (2, 30)] { tables[level].formUnion((first >> shift)...(last >> shift)) }
            for area in (first >> 21)...(last >> 21) where !usesLargePage(at: max(area << 21, first), in: region) {
                tables[0].insert(area)
            }
        }
        return 1 + tables.reduce(0) { $0 + $1.count }
    }

    private static func usesLargePage(at address: UInt64, in region: SandboxLayout.Region) -> Bool {
        address % UInt64(PageSize.large) == 0 && region.range.end.rawBits - address >= UInt64(PageSize.large)
    }

    private static func bits(_ access: SandboxLayout.Access) -> UInt64 {
        switch access {
        case .supervisorCode: 0
        case .supervisorReadOnly: Bits.noExecute
        case .supervisorData: Bits.writable | Bits.noExecute
        case .guestCode: Bits.user
        case .guestReadOnly: Bits.user | Bits.noExecute
        case .guestData: Bits.user | Bits.writable | Bits.noExecute
        }
    }

    private init(memory: UnsafeGuestMemory, root: UInt64) {
        self.memory = memory
        self.root = root
        end = root + UInt64(PageSize.small)
    }

    /// Maps as much of a region as one table holds, with pages of one size, and returns where that ends.
    private mutating func map(from address: UInt64, in region: SandboxLayout.Region) throws(HypervisorError) -> UInt64 {
        let isLarge = Self.usesLargePage(at: address, in: region)
        let level = isLarge ? 1 : 0
        let size = UInt64(isLarge ? PageSize.large : PageSize.small)
        let first = Self.index(address, level)
        let count = min((region.range.end.rawBits - address) / size, UInt64(Self.entriesPerTable) - first)
        var table = root
        for level in stride(from: 3, to: level, by: -1) {
            table = try child(of: table, at: Self.index(address, level))
        }
        let attributes =
            Self.bits(region.access) | Bits.present | Bits.accessed | Bits.dirty | (isLarge ? Bits.large : 0)
        let entries = GuestRange(start: GuestAddress(rawBits: table + 8 * first), count: GuestNumber(8 * count))
        let written = entries.flatMap { entries in
            memory.write(into: entries) { buffer in
                for entry in 0..<count {
                    buffer.storeBytes(
                        of: address + entry * size | attributes, toByteOffset: Int(8 * entry), as: UInt64.self)
                }
                return 0..<buffer.count
            }
        }
        guard written != nil else { throw Self.noRoom }
        return address + count * size
    }

    private static func index(_ address: UInt64, _ level: Int) -> UInt64 {
        address >> UInt64(12 + entriesPerTableShift * level) & UInt64(entriesPerTable - 1)
    }

    /// The table that an entry points to, made when it is missing.
    private mutating func child(of table: UInt64, at index: UInt64) throws(HypervisorError) -> UInt64 {
        let place = table + 8 * index
        if let entry = memory.load(GuestAddress(rawBits: place), as: UInt64.self), entry & Bits.present != 0 {
            return entry & Bits.address
        }
        let child = end
        end += UInt64(PageSize.small)
        // Leaves decide what is allowed; the levels above allow everything.
        try store(child | Bits.present | Bits.writable | Bits.user | Bits.accessed, at: place)
        return child
    }

    private func store(_ entry: UInt64, at place: UInt64) throws(HypervisorError) {
        guard memory.store(entry, at: GuestAddress(rawBits: place)) else { throw Self.noRoom }
    }

    private static let noRoom = HypervisorError(
        operation: "writing page tables beyond their pages", errno: .badAddress)
}
