/// A part of the memory map of a sandbox.
public struct MemoryRegion: Hashable, Sendable {
    /// For whom a region is.
    public enum Owner: String, Hashable, Sendable {
        /// The guest's code, in ring 3.
        case guest
        /// The host's code in ring 0, out of the guest's reach.
        case supervisor
        /// The processor's own lookups. No address translates to it.
        case processor
        /// No one: any access ends the call.
        case nobody
    }

    /// What it is for, such as `heap`.
    public let name: String
    /// Where it begins.
    public let address: UInt64
    /// Its size, in bytes.
    public let size: UInt64
    /// For whom it is.
    public let owner: Owner
    /// What its owner may do with it.
    public let permissions: MemoryPermissions
}

extension ImageInspection {
    /// The memory that a sandbox would have, from address zero to its end without gaps.
    ///
    /// - Throws: ``SandboxError`` with code `invalidConfiguration`.
    public func memoryMap(for configuration: Sandbox.Configuration) throws(SandboxError) -> [MemoryRegion] {
        try configuration.validate()
        return try SandboxLayout(image: file, configuration: configuration).map
    }
}

extension SandboxLayout {
    fileprivate var map: [MemoryRegion] {
        let tables = MemoryRegion("page tables", pageTables, .processor, [])
        let used = (regions.map(MemoryRegion.init) + [tables]).sorted { $0.address < $1.address }
        var map: [MemoryRegion] = []
        var end = GuestAddress(0)
        for region in used {
            let start = GuestAddress(region.address)
            if start > end {
                let name = start == stack.start ? "stack guard" : "unmapped"
                map.append(MemoryRegion(name, GuestRange(from: end, to: start), .nobody, []))
            }
            map.append(region)
            end = GuestAddress(region.address + region.size)
        }
        return map
    }
}

extension MemoryRegion {
    fileprivate init(_ name: String, _ range: GuestRange, _ owner: Owner, _ permissions: MemoryPermissions) {
        self.init(
            name: name, address: range.start.rawValue, size: range.count, owner: owner, permissions: permissions)
    }

    fileprivate init(_ region: SandboxLayout.Region) {
        let (owner, permissions): (Owner, MemoryPermissions) =
            switch region.access {
            case .supervisorCode: (.supervisor, [.read, .execute])
            case .supervisorReadOnly: (.supervisor, .read)
            case .supervisorData: (.supervisor, [.read, .write])
            case .guestCode: (.guest, [.read, .execute])
            case .guestReadOnly: (.guest, .read)
            case .guestData: (.guest, [.read, .write])
            }
        self.init(region.name, region.range, owner, permissions)
    }
}
